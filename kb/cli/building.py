"""The commands that make, follow and keep a collection: build, watch, backup, restore."""

from __future__ import annotations

import json
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.help import Command
from kb.cli.options import as_json
from kb.cli.output import write_json
from kb.cli.progress import Progress

if TYPE_CHECKING:
    from kb.build import BuildReport

STOPPED = "Đã dừng; phần đã đọc được giữ lại, chạy lại kb build để làm tiếp."
_LEAST_POLL = 0.2


@click.command("build", cls=Command)
@click.argument("paths", nargs=-1, metavar="[ĐƯỜNG_DẪN]...")
@click.option("--sample", is_flag=True, help="Đây là văn bản mẫu: chỉ dùng khi kho chưa có văn bản thật.")
@click.option(
    "--forget",
    multiple=True,
    metavar="ĐƯỜNG_DẪN",
    help="Thôi theo một thư mục hay tệp đã nạp, bỏ văn bản của nó khỏi kho; tệp trên đĩa vẫn còn.",
)
@click.option("--retry", is_flag=True, help="Đọc lại cả những tệp lần trước không đọc được.")
@click.option(
    "--allow-secret/--refuse-secret",
    "allow_secret",
    default=None,
    help="Cho nạp, hoặc thôi không nạp, văn bản có dấu Mật, Tối mật, Tuyệt mật trong các thư mục này; kho nhớ lựa chọn đó. "
    "Thôi thì những văn bản ấy bị xóa hẳn khỏi kho, cùng với các bản kho cũ được giữ bên cạnh.",
)
@as_json
def build_command(
    paths: tuple[str, ...],
    sample: bool,
    forget: tuple[str, ...],
    retry: bool,
    allow_secret: bool | None,
    as_json: bool,
) -> int:
    """Nạp văn bản (.docx, .doc, .odt, .rtf, .html, .txt, .md, .pdf và ảnh quét) vào kho và lập chỉ mục.

    Kho nhớ các thư mục được nêu; không nêu đường dẫn thì xem lại mọi thư mục đã nạp. Chỉ đọc lại tệp đã thay đổi; tệp
    đã xóa thì văn bản của nó ra khỏi kho (ổ đĩa đã rút thì được giữ). Dừng giữa chừng thì lần sau làm tiếp. Đặt KB_FILE_SECONDS, KB_FILE_MB để giới hạn thời gian, bộ nhớ đọc một tệp; KB_WORKERS là số tệp đọc
    cùng lúc. Văn bản có dấu độ mật không được nạp, trừ khi cơ quan cho phép bằng --allow-secret.

    \b
    Ví dụ:
      kb build van-ban/
      kb build van-ban-mat/ --allow-secret
      kb build ke-hoach.docx cong-van.pdf
      kb build
      kb build --retry
      kb build --forget van-ban-cu/
    """
    from kb.build import build
    from kb.cli.decisions import write_decisions
    from kb.home import resolve

    progress = Progress()
    try:
        report = build(
            resolve(),
            [Path(path) for path in paths],
            sample=sample,
            forget=forget,
            retry=retry,
            allow_secret=allow_secret,
            progress=progress,
        )
    except KeyboardInterrupt as stop:
        raise type(stop)(STOPPED) from stop
    finally:
        progress.close()
    if as_json:
        write_json(report.to_json())
    else:
        click.echo(summary(report))
        if report.model_before is not None:
            click.echo(f"Mô hình nhúng: {report.model} (trước: {report.model_before}).")
        for item in report.skipped:
            click.echo(f"Bỏ qua {item.path}: {item.reason}", err=True)
        write_decisions(report)
    for path in report.deleted:
        click.echo(f"Đã xóa bản kho cũ {path}: trong đó có thể còn văn bản nay có dấu độ mật.", err=True)
    return 1 if report.skipped else 0


@click.command("watch", cls=Command)
@click.argument("paths", nargs=-1, metavar="[ĐƯỜNG_DẪN]...")
@click.option(
    "--poll",
    type=click.FloatRange(min=_LEAST_POLL),
    metavar="GIÂY",
    help="Xem lại thư mục mỗi bấy nhiêu giây, thay vì chờ hệ điều hành báo. Ổ mạng thì tự xem lại mỗi 10 giây.",
)
@as_json
def watch_command(paths: tuple[str, ...], poll: float | None, as_json: bool) -> int:
    """Nạp các thư mục rồi theo dõi: văn bản thêm, sửa, đổi tên, xóa thì kho tự cập nhật.

    Kho nhớ các thư mục được nêu, như kb build; không nêu thì theo dõi mọi thư mục đã nạp. Chạy cho đến khi dừng bằng
    Ctrl-C. Với --json, mỗi lần cập nhật in một đối tượng JSON trên một dòng.

    \b
    Ví dụ:
      kb watch van-ban/
      kb watch
      kb watch /mnt/o-chung/van-ban --poll 30
    """
    from kb.home import resolve
    from kb.watch import Watch

    def built(report: BuildReport) -> None:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False) if as_json else summary(report))

    def say(line: str) -> None:
        click.echo(line, err=as_json)

    watch = Watch(resolve(), paths, poll=poll, say=say, built=built)

    def interrupt(_signal: int, _frame: object) -> None:
        watch.stop()  # An exception alone can be lost: one that is raised while an object is cleared away, is.
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    with suppress(KeyboardInterrupt):
        watch.run()
    say("Đã dừng theo dõi.")
    return 0


@click.command("backup", cls=Command)
@click.argument("file", metavar="TỆP")
@click.option("--replace", is_flag=True, help="Ghi đè lên tệp đã có.")
@as_json
def backup_command(file: str, replace: bool, as_json: bool) -> int:
    """Sao lưu cả kho vào một tệp; làm được cả khi đang hỏi hoặc đang nạp văn bản.

    Trong đó có nội dung đã nạp, các lần sửa tay và lựa chọn của cơ quan; không có các tệp gốc (.docx, .pdf …), hãy sao
    lưu riêng. Có cả văn bản có dấu độ mật đã được phép nạp: cơ quan tự giữ, đừng gửi tệp này cho nơi khác.

    \b
    Ví dụ:
      kb backup kho-2024-06.zip
      kb backup /media/usb/kho.zip --replace --json
    """
    from kb.backup import backup
    from kb.home import resolve

    made = backup(resolve(), file, replace=replace)
    if as_json:
        write_json(made.to_json())
    else:
        click.echo(f"Đã sao lưu {made.directives} văn bản, {made.passages} đoạn vào {made.file}.")
    return 0


@click.command("restore", cls=Command)
@click.argument("file", metavar="TỆP")
@click.option("--replace", is_flag=True, help="Thay cả kho đang có, không gộp; kho cũ được giữ thành một tệp bên cạnh.")
@as_json
def restore_command(file: str, replace: bool, as_json: bool) -> int:
    """Khôi phục kho từ một tệp do kb backup ghi: kiểm tra nguyên vẹn, rồi lập lại chỉ mục.

    Các tệp gốc không có trong bản sao lưu: muốn nạp tiếp thì chúng phải ở đúng thư mục cũ, hoặc chạy kb build với thư
    mục mới. Máy đã có kho thì phải thêm --replace.

    \b
    Ví dụ:
      kb restore kho-2024-06.zip
      kb restore /media/usb/kho.zip --replace
    """
    from kb.backup import restore
    from kb.home import resolve

    progress = Progress()
    try:
        done = restore(resolve(), file, replace=replace, tell=progress)
    finally:
        progress.close()
    if as_json:
        write_json(done.to_json())
    else:
        click.echo(f"Đã khôi phục {done.directives} văn bản, {done.passages} đoạn vào {done.home}.")
        if done.kept:
            click.echo(f"Kho trước đó được giữ ở {done.kept}; không cần nữa thì xóa tệp này.")
    return 0


def summary(report: BuildReport) -> str:
    """What a build did, on one line."""
    return (
        f"{report.directives} văn bản, {report.passages} đoạn, {report.instruments} văn bản được viện dẫn "
        f"(thêm {report.added}, sửa {report.updated}, giữ {report.unchanged}, bỏ {report.removed}; {report.seconds:.1f} giây)."
    )


COMMANDS = (build_command, watch_command, backup_command, restore_command)
