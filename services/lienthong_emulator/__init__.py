"""Viet Nam's National Insurance Database and the ministries around it, emulated."""
