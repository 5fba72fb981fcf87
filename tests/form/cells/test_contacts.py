"""
Telephones and e-mail addresses in other people's cells.
"""

from kz_social_registry.form.cells.contacts import read_emails, read_telephones
from support.form_samples import misread, not_refused


class TestTelephones:
    """
    Telephones of one cell.
    """

    def test_are_read_one_by_one(self) -> None:
        """
        Labels and notes are dropped, extensions kept; a missing area code is that of the first number.
        """
        cases = [
            ("8 (7172) 55-14-00", ["+77172551400"], []),
            ("8(7122) 31-62-00, 8(7122) 31-62-01", ["+77122316200", "+77122316201"], []),
            ("7 (7172) 210900; +7-701-5550000\n ", ["+77172210900", "+77015550000"], []),
            ("8 727 357 42 00 (вн. 241)", ["+77273574200;ext=241"], []),
            ("8—727—357—42—00, 8−727−357‒42‐01", ["+77273574200", "+77273574201"], []),
            ("т/ф 8 727 357 42 00", ["+77273574200"], ["label_dropped"]),
            ("8 727 357 42 00 ішкі 241", ["+77273574200;ext=241"], []),
            ("1414 (тегін)", ["1414"], ["label_dropped"]),
            ("+7 7172003654; 1414; 109", ["+77172003654", "1414", "109"], []),
            ("+8 (7172) 57 55 00", ["+77172575500"], ["trunk_prefix"]),
            ("Тел./факс: 8 (716-36) 9-02-00, \n8 (716-36) 9-03-00.",
             ["+77163690200", "+77163690300"], ["label_dropped"]),
            ("Сату бөлімі/Факс: 8 (727) 380-77-00, Қабылдау: 8 (727) 386-38-00",
             ["+77273807700", "+77273863800"], ["label_dropped"]),
            ("8 (7122) 31-62-00, 31-62-01", ["+77122316200", "+77122316201"], ["area_code"]),
            ("8 727 357 42 00, 357-42-01 доб. 5",
             ["+77273574200", "+77273574201;ext=5"], ["area_code"]),
            ("8 (7122) 31-62-00 және 8 (7122) 31-62-00", ["+77122316200"], ["same_twice"]),
            ("8(7122)316200/316201", ["+77122316200", "+77122316201"], ["area_code"]),
            ("8(7122)31-62-00/31-62-01 вн.5", ["+77122316200", "+77122316201;ext=5"], ["area_code"]),
            ("8(7122)31-62-00 8(7122)31-62-01", ["+77122316200", "+77122316201"], []),
            ("87122316200 87015550000", ["+77122316200", "+77015550000"], []),
            ("8 (7122) 31-62-00 или 31-62-01", ["+77122316200", "+77122316201"], ["area_code"]),
            ('№ "8 /7122/ 31-62-00",\\r\\n87015550000', ["+77122316200", "+77015550000"], []),
        ]  # fmt: skip

        assert (
            misread(
                read_telephones, {text: (tuple(numbers), repairs) for text, numbers, repairs in cases}
            )
            == {}
        )

    def test_are_never_guessed(self) -> None:
        """
        A number whose area code is unknown and a text that is not a number are refused.
        """
        cases = [
            ("57-65-00; 57-25-00", "area_code_missing"),
            ("1414; 57-25-00", "area_code_missing"),
            ("8 701 555 00 00; 31-62-00", "area_code_missing"),
            ("+998 71 200 00 00", "telephone"),
            ("8 7172 551400-551401", "telephone"),
            ("8 7172 551400 — 8 7172 551401", "telephone"),
            ("8 (7172) 55-14-00; 12", "telephone"),
            ("8 701", "telephone"),
            ("8 (7172) 55-14-00; 8 7172", "telephone"),
            ("8 (727) 380-77-00; 8 727 386", "telephone"),
            ("қабылдау бөлмесі", "telephone"),
            ("8(7122)31-62-00/101", "telephone"),
            ("8(7122) 31-62-00 вн. 101, 102", "doubtful"),
            ("8(7122) 316-200, 201", "doubtful"),
            ("8(7122) 31-62-00 (не работает)", "doubtful"),
            ("8(7122) 31-62-00 ескі нөмір", "doubtful"),
        ]

        assert not_refused(read_telephones, dict(cases)) == {}


class TestEmails:
    """
    E-mail addresses of one cell.
    """

    def test_are_read_one_by_one(self) -> None:
        """
        Separators and labels of any kind are understood; Cyrillic look-alikes are replaced and listed.
        """
        cases = [
            ("info@example.kz", ["info@example.kz"], []),
            ("info@example.kz және help@example.kz", ["info@example.kz", "help@example.kz"], []),
            ("info@example.kz,\r\nhelp@example.kz", ["info@example.kz", "help@example.kz"], []),
            ("info@example.kz/help@example.kz", ["info@example.kz", "help@example.kz"], []),
            ("info@example.kz / help@example.kz", ["info@example.kz", "help@example.kz"], []),
            ("a/b@example.kz", ["a/b@example.kz"], []),
            ("e-mail: info@example.kz", ["info@example.kz"], ["label_dropped"]),
            ("эл. почта info@example.kz", ["info@example.kz"], ["label_dropped"]),
            ("<INFO@EXAMPLE.KZ>", ["INFO@example.kz"], []),
            ("infо@еxample.kz", ["info@example.kz"], ["look_alike"]),
            ("info@mаil.ru", ["info@mail.ru"], ["look_alike"]),
            ("info@examplе.kz", ["info@example.kz"], ["look_alike"]),
            ("info@үміт.қаз", ["info@үміт.қаз"], []),
            ("info@пример.kz", ["info@пример.kz"], []),
            ("info@example.kz info@example.kz", ["info@example.kz"], ["same_twice"]),
            ("info@example.kz,\\r\\nhelp@example.kz", ["info@example.kz", "help@example.kz"], []),
            ("қабылдау бөлмесі: info@example.kz", ["info@example.kz"], ["label_dropped"]),
            ("Ж. Үмітова <info@example.kz>", ["info@example.kz"], ["label_dropped"]),
            ("info@example.kz (приемная)", ["info@example.kz"], ["label_dropped"]),
            ("info@example.kz - бухгалтерия", ["info@example.kz"], ["label_dropped"]),
            ("info@example.kz, сайт www.example.kz", ["info@example.kz"], ["label_dropped"]),
            ("info @ example.kz", ["info@example.kz"], ["label_dropped"]),
            ("“info@example.kz”, 'help@example.kz'", ["info@example.kz", "help@example.kz"], []),
        ]

        assert (
            misread(
                read_emails, {text: (tuple(addresses), repairs) for text, addresses, repairs in cases}
            )
            == {}
        )

    def test_other_texts_are_refused(self) -> None:
        """
        A text without an address is refused.
        """
        texts = ["info(at)example.kz", "почтаны сұраңыз", "инфо@пример", "e-mail:", "www.example.kz"]
        revoked = ["info@example.kz (не работает)", "ескі: info@example.kz", "old info@example.kz"]

        assert not_refused(read_emails, dict.fromkeys(texts, "email")) == {}
        assert not_refused(read_emails, dict.fromkeys(revoked, "doubtful")) == {}
