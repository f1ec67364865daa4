"""The national platform (NGSP, today NDXP) as provinces and ministries see it: tokens, and services behind them."""
