"""`people`: somebody, by number or by name."""

import typer

from lienthong_emulator.cli.people_search import search
from lienthong_emulator.cli.people_show import show

app = typer.Typer(help="Show and find people.", no_args_is_help=True, rich_markup_mode=None)
app.command()(show)
app.command()(search)
