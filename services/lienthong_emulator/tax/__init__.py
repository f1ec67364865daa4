"""The General Department of Taxation: taxpayers, and what employers declare."""
