"""Click's help in Vietnamese: headings, usage line and the help option."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click import Context, HelpFormatter, Option

SUMMARY = 200
"""Characters of a command's summary: more than any has, so that none is cut."""


class Command(click.Command):
    """A command whose help is Vietnamese throughout."""

    def __init__(self, *args: object, **settings: object) -> None:
        settings.setdefault("options_metavar", "[TÙY_CHỌN]")
        super().__init__(*args, **settings)  # type: ignore[arg-type]

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The line that says how to call it."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The options with their help; what the arguments are is told in the text."""
        options = (one for one in self.get_params(ctx) if isinstance(one, click.Option))
        records = (one.get_help_record(ctx) for one in options)
        with formatter.section("Tùy chọn"):
            formatter.write_dl([(name, _vietnamese(text)) for name, text in filter(None, records)])

    def get_help_option(self, ctx: Context) -> Option | None:
        """``-h, --help``, explained in Vietnamese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "In trợ giúp này."
        return option


def _vietnamese(text: str) -> str:
    """The help of an option, with what click adds to it in English."""
    return text.replace("[required]", "[phải có]")


class Group(Command, click.Group):
    """The commands, listed under a Vietnamese heading."""

    command_class = Command

    def __init__(self, *args: object, **settings: object) -> None:
        settings.setdefault("subcommand_metavar", "LỆNH [THAM_SỐ]...")
        super().__init__(*args, **settings)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The options, then the commands."""
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Each command with its summary."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Lệnh"):
            formatter.write_dl([(name, one.get_short_help_str(SUMMARY)) for name, one in commands if one is not None])
