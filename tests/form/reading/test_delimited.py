"""
Text files of the form: encodings, delimiters, quotes, and files of other kinds.
"""

import csv
import tracemalloc
from pathlib import Path

import pytest

from kz_social_registry.form import FormError
from kz_social_registry.form.reading.rows import FormRow, read_form
from kz_social_registry.serialization.cell_text import headings
from support.form_samples import cells, save_csv
from support.refusals import only_fault, refused


def _rows(path: Path) -> list[FormRow]:
    return list(read_form(path).rows)


def _codes(row: FormRow) -> list[str]:
    return [finding.fault.code.value for finding in row.findings]


def _refusal(path: Path) -> str:
    return refused(lambda: read_form(path), FormError).faults[0].code.value


class TestEncoding:
    """
    The bytes decide the encoding, not the name.
    """

    @pytest.mark.parametrize("delimiter", list(",;\t"))
    @pytest.mark.parametrize(
        "encoding",
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048", "ptcp154"],
    )
    def test_kazakh_text_is_read(self, tmp_path: Path, encoding: str, delimiter: str) -> None:
        """
        Each encoding that has Kazakh letters gives the same row, under each delimiter.
        """
        path = tmp_path / "form.txt"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([headings("kk"), cells()])

        (row,) = _rows(path)

        assert (row.values["name"], row.findings) == (cells()[1], ())

    def test_cp1251_is_read(self, tmp_path: Path) -> None:
        """
        A Russian form in the old code page is read, and the page is noted.
        """
        path = tmp_path / "form.csv"
        other = cells(
            name="ТОО «Надежда»", address="г. Актау, ул. Абая, 5", conditions="на дому",
            categories="жертвы торговли людьми", licence_term="3 года",
        )  # fmt: skip
        with path.open("w", encoding="cp1251", newline="") as file:
            csv.writer(file, delimiter=";").writerows([headings("ru"), other])

        form = read_form(path)
        names = [row.values["name"] for row in form.rows]

        assert (names, form.notes[0].fault.allowed) == (["ТОО «Надежда»"], ("cp1251",))

    def test_one_letter_decides_the_old_code_page(self, tmp_path: Path) -> None:
        """
        A Russian form with one Kazakh letter is read in the code page that has the letter.
        """
        path = tmp_path / "form.csv"
        found = []
        letters = "ӘҒҚҢӨҰҮҺәғқңөұүһ"
        for letter in letters:
            rows = (headings("ru"), [*cells()[:1], letter, *[""] * 15])
            path.write_bytes("\r\n".join(map(",".join, rows)).encode("kz1048"))
            found += [row.values["name"] for row in _rows(path)]

        assert "".join(found) == letters

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("cut", [-1, -150_001])
    def test_a_file_that_was_cut_inside_a_letter_is_refused(
        self, tmp_path: Path, encoding: str, cut: int
    ) -> None:
        """
        A file with a long beginning in one encoding is damaged, not of an old code page.
        """
        path = tmp_path / "form.csv"
        text = f"{','.join(headings('kk'))}\n{'Үміт' * 50_000}"
        path.write_bytes(text.encode(encoding)[:cut])

        fault = only_fault(lambda: read_form(path))

        size = len(text.encode(encoding)[:cut])
        assert (fault.code.value, int(*fault.allowed)) == ("damaged_text", size)

    def test_a_byte_of_another_encoding_is_refused(self, tmp_path: Path) -> None:
        """
        The fault has the number of the first such byte.
        """
        path = tmp_path / "form.csv"
        head = ",".join(headings("kk")).encode()
        path.write_bytes(head + b"\xff\n" + ",".join(cells()).encode())

        assert only_fault(lambda: read_form(path)).allowed == (f"{len(head) + 1}",)

    def test_the_line_that_names_the_separator_is_skipped(self, tmp_path: Path) -> None:
        """
        Excel's first line is a preamble.
        """
        path = tmp_path / "form.csv"
        with path.open("w", encoding="utf-16", newline="") as file:
            file.write("sep=;\r\n")
            csv.writer(file, delimiter=";").writerows([headings("en"), cells()])

        assert [row.number for row in _rows(path)] == [3]


class TestQuotes:
    """
    Correct quotes and broken ones.
    """

    def test_a_quoted_line_break_belongs_to_the_cell(self, tmp_path: Path) -> None:
        """
        Two telephones on two lines of one cell are one row.
        """
        phones = "8 (7172) 55-14-00\r\n8 (7172) 55-14-01"

        (row,) = _rows(save_csv(tmp_path / "form.csv", [cells(phones=phones)]))

        assert row.values["phones"] == ("+77172551400", "+77172551401")

    def test_a_broken_row_does_not_affect_the_others(self, tmp_path: Path) -> None:
        """
        A quote that is not doubled, or never closed, rejects its own line and nothing else.
        """
        path = save_csv(tmp_path / "form.csv", [cells()])
        broken = '2,"Үміт" ЖШС,x\r\n3,"Ашық,y\r\n'
        path.write_text(path.read_text("utf-8") + broken, "utf-8")
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(cells())

        rows = _rows(path)

        assert [(row.number, _codes(row)) for row in rows] == [
            (2, []), (3, ["broken_quotes"]), (4, ["broken_quotes"]), (5, []),
        ]  # fmt: skip
        assert list(rows[1].raw) == ["2", '"Үміт" ЖШС', "x"]

    def test_an_open_quote_at_the_end_rejects_one_row(self, tmp_path: Path) -> None:
        """
        A quote that is open at the end of the file breaks its row.
        """
        path = save_csv(tmp_path / "form.csv", [cells()])
        with path.open("a", encoding="utf-8") as file:
            file.write('2,"Ашық')

        assert [_codes(row) for row in _rows(path)] == [[], ["broken_quotes"]]

    def test_an_endless_cell_rejects_its_row(self, tmp_path: Path) -> None:
        """
        A cell of 200,000 characters is refused, the next row is read.
        """
        path = save_csv(tmp_path / "form.csv", [cells(name="а" * 200_000), cells()])

        assert [_codes(row) for row in _rows(path)] == [["cell_too_long"], []]

    def test_an_open_quote_ends_before_thousands_of_lines(self, tmp_path: Path) -> None:
        """
        The lines after it are read, each as a row.
        """
        many = [cells(address="Астана " + "х" * 3000, number="\n".join("12")) for _ in range(400)]
        path = save_csv(tmp_path / "form.csv", [cells()])
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write('2,"Ашық,y\r\n')
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(many)

        assert [_codes(row) for row in _rows(path)].count([]) == 401

    def test_quotes_that_never_end_a_row_break_it(self, tmp_path: Path) -> None:
        """
        If each line closes one quote and opens another, no row exceeds the limit.
        """
        path = save_csv(tmp_path / "form.csv", [cells()])
        with path.open("a", encoding="utf-8") as file:
            file.write('"а\n' + f'{"б" * 1000}","а\n' * 300)

        rows = _rows(path)

        assert (_codes(rows[0]), {code for row in rows[1:] for code in _codes(row)}) == (
            [], {"broken_quotes"},
        )  # fmt: skip

    def test_a_file_of_broken_rows_is_refused(self, tmp_path: Path) -> None:
        """
        Reading stops after a thousand broken rows.
        """
        path = save_csv(tmp_path / "form.csv", [cells()])
        with path.open("a", encoding="utf-8") as file:
            file.write('"а\n' * 200_000)

        assert _refusal(path) == "many_broken"


class TestRowWidth:
    """
    A row has as many cells as the header.
    """

    @pytest.mark.parametrize("row", [cells()[:14], [*cells(), "артық"]])
    def test_another_number_of_cells_rejects_the_row(self, tmp_path: Path, row: list[str]) -> None:
        """
        A cell that was lost, or one too many, shifts all others.
        """
        (read,) = _rows(save_csv(tmp_path / "form.csv", [row]))

        assert (_codes(read), read.is_rejected, read.raw) == (["row_width"], True, row)

    def test_a_row_without_its_empty_last_cells_is_read(self, tmp_path: Path) -> None:
        """
        Spreadsheets leave out the last delimiters of some rows.
        """
        whole = cells()
        short = whole[:15]
        assert short[-1]
        assert whole[15:] == ["", ""]
        one, other = _rows(save_csv(tmp_path / "form.csv", [whole, short]))

        assert (one.findings, other.findings) == ((), ())
        assert one.values == other.values

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "kz1048", "utf-16"])
    def test_a_control_character_concerns_its_cell(self, tmp_path: Path, encoding: str) -> None:
        """
        A stray control character rejects its cell, with a byte order mark or without, and no other row.
        """
        bad = cells(name="ТОО «При\x1fмер»")
        path = save_csv(tmp_path / "form.csv", [bad, cells()])
        path.write_bytes(path.read_text("utf-8-sig").encode(encoding))
        first, second = _rows(path)

        assert (_codes(first), second.findings) == (["control_character"], ())

    def test_empty_cells_after_the_last_column_do_not_matter(self, tmp_path: Path) -> None:
        """
        Spreadsheets add empty columns.
        """
        (row,) = _rows(save_csv(tmp_path / "form.csv", [[*cells(), "", " "]]))

        assert row.findings == ()

    def test_rows_with_nothing_but_a_number_are_skipped(self, tmp_path: Path) -> None:
        """
        Empty rows, and rows prepared for later, are left out.
        """
        empty = ["5", *[""] * 16]

        assert _rows(save_csv(tmp_path / "form.csv", [empty, [], [" "] * 17])) == []


class TestBadFiles:
    """
    Files of other kinds are refused, in bounded time and memory.
    """

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "unknown_header"),
            (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "binary"),
            (b"\xff\xfe\x00\xd8", "damaged_text"),
            (b"a,b\n" + b"\x01" * 10, "unknown_header"),
            (b"a,b\n\xff" + b"\x01" * 10, "binary"),
            (b"a,b\n" + b"a" * 70_000 + b"\0" * 9, "binary"),
            ("Атауы\n".encode("cp1251") + b"\x98", "binary"),
            (b"\0" * 5000, "binary"),
            (b"PK\x03\x04" + b"junk" * 100, "damaged_workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged_workbook"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "password",
            ),
            (b"<html><body>form</body></html>", "markup"),
            (b'\xef\xbb\xbf\n<?xml version="1.0"?><Workbook/>', "markup"),
            (b"MIME-Version: 1.0\r\n", "markup"),
            ("<Workbook/>".encode("utf-16"), "markup"),
            (b"\n<style>td{}</style><div>", "markup"),
            (b"%PDF-1.4\n", "binary"),
            (b"{\\rtf1\\ansi }", "binary"),
        ],
    )
    def test_are_refused_by_their_kind(self, tmp_path: Path, content: bytes, code: str) -> None:
        """
        Images, zeros, other workbooks and web pages have codes of their own.
        """
        path = tmp_path / "form.csv"
        path.write_bytes(content)

        assert _refusal(path) == code

    def test_a_short_header_is_refused(self, tmp_path: Path) -> None:
        """
        A file that lacks one of the form's columns is refused with a code of its own.
        """
        path = tmp_path / "form.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headings("kk")[:-3], cells()[:-3]])

        assert _refusal(path) == "short_header"

    def test_a_line_without_an_end_is_not_held(self, tmp_path: Path) -> None:
        """
        Many megabytes without a line break are refused before they are in memory.
        """
        path = save_csv(tmp_path / "form.csv", [cells()])
        with path.open("ab") as file:
            file.write(b"a" * 30_000_000)
        tracemalloc.start()

        code = _refusal(path)

        assert (code, tracemalloc.get_traced_memory()[1] < 12_000_000) == ("long_line", True)
        tracemalloc.stop()

    def test_progress_counts_bytes(self, tmp_path: Path) -> None:
        """
        With the last row the whole file has been read.
        """
        path = save_csv(tmp_path / "form.csv", [cells(), cells()])
        done: list[tuple[int, int]] = []

        read_form(path, progress=lambda *more: done.append(more))

        assert done == [(path.stat().st_size,) * 2] * 2

    @pytest.mark.parametrize("encoding", ["utf-8", "kz1048"])
    def test_a_stray_nul_concerns_its_cell(self, tmp_path: Path, encoding: str) -> None:
        """
        A control character is a fault of one cell; the other rows are read.
        """
        path = tmp_path / "form.csv"
        rows = [headings("ru"), cells(address="Аста\0на"), cells()]
        path.write_bytes("\n".join(";".join(row) for row in rows).encode(encoding))
        read = read_form(path).rows
        assert [_codes(row) for row in read] == [["control_character"], []]
