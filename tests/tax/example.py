"""A few taxpayers with stories, as one batch of a nation."""

from collections.abc import Iterator

from lienthong_emulator.people.registers.versions import Addresses, Employers, Incomes, People, Version
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.rows import Rows
from lienthong_emulator.tax.rows import rows_of_version

AN_PHAT, AN_PHAT_IN_HA_NOI, MAI_THE_TAILOR, SAO_MAI_SCHOOL = (
    "0309900172",
    "0309900172-001",
    "0109900016",
    "8019900217",
)
LAN, HUNG, STRANGER = "8019900175", "8019900182", "0100109106"

VERSION = Version(
    people=People(
        key=[1, 2, 3],
        full_name=["Nguyễn Thị Lan", "Trần Văn Hùng", "Lý Thị Hoa"],
        birth_year=[1993, 1960, 2015],
        birth_month=[5, 0, 3],
        birth_day=[17, 0, 1],
        birth_defaulted=[0, 0, 0],
        sex=[2, 1, 2],
        nationality=["VN", "VN", "VN"],
        personal_number=["901193000017", "", "901315000001"],
        cmnd=["990000017", "990000018", ""],
        residence=Addresses(
            province_code=["01", "79", "01"],
            district_code=["005", "760", "005"],
            commune_code=["00166", "26734", "00166"],
            detail=["Số 12 ngõ 34 Xuân Thủy", "", "Số 12 ngõ 34 Xuân Thủy"],
        ),
        tax_code=[LAN, HUNG, ""],  # Hoa is a child
        phone=["0000000001", "", ""],
        email=["lan@thu.example", "", ""],
        died=["", "2021-11-03", ""],
    ),
    employers=Employers(
        unit_code=["TA0001A", "TA0002A", "", "HA0001A"],
        tax_code=[AN_PHAT, AN_PHAT_IN_HA_NOI, MAI_THE_TAILOR, SAO_MAI_SCHOOL],
        full_name=["Công ty TNHH An Phát", "Chi nhánh An Phát Hà Nội", "Hộ kinh doanh Mai", "Trường Tiểu học Sao Mai"],
        address=Addresses(
            province_code=["79", "01", "01", "79"],
            district_code=["760", "005", "005", "760"],
            commune_code=["26734", "00166", "00166", "26734"],
            detail=["Số 1 Lê Lợi", "Số 2 Cầu Giấy", "Số 3 Xuân Thủy", ""],
        ),
        business_line=["Bán buôn", "Bán buôn", "May mặc", "Giáo dục"],
        type=[0, 1, 3, 4],
        phone=["0000000002", "", "", ""],
        email=["an-phat@cty.example", "", "", ""],
        payment_months=[1, 1, 3, 1],
        status=["00", "05", "04", "00"],
        founded=["2011-04-01", "2015-01-02", "2018-06-30", ""],
        ended=["", "2021-09-30", "", ""],
        headcount=[2, 0, 0, 30],
    ),
    incomes=Incomes(
        employer_tax_code=[AN_PHAT, AN_PHAT, SAO_MAI_SCHOOL, AN_PHAT, AN_PHAT],
        person_tax_code=[HUNG, LAN, LAN, LAN, STRANGER],
        month=[202112, 202112, 202112, 202111, 202112],
        income=[9_000_000, 12_000_000, 3_000_000, 11_000_000, 5_000_000],
        insurance_deducted=[945_000, 1_260_000, 0, 1_155_000, 0],
    ),
    people_so_far=3,
)


def rows(_nation: Nation) -> Iterator[Rows]:
    yield from rows_of_version(VERSION)
