// Personas of a world that begins on 2022-01-05, as they present themselves (docs/people.md).
const papers = (card_number, full_name, birth) => {
  const [year, month, day] = birth.split("-").map(Number);
  return { card_number, full_name, birth_date: { year, month, day } };
};

export const LAN = papers("DN4010115000017", "Nguyễn Thị Lan", "1993-05-17");
export const SEN = papers("DN4272713000308", "Thái Thị Sen", "1991-01-27");

export const RECEIVED = [
  [LAN, "000", "insured"],
  [papers("QN5979710000223", "Bùi Quang Vinh", "1989-08-20"), "001", "insured"],
  [papers("CA5989812000355", "Tăng Minh Hải", "1990-01-20"), "002", "insured"],
  [papers("CN3383810000302", "Lưu Ngọc Lan", "1987-06-18"), "004", "insured"],
  [papers("SV4929217000303", "Hồ Quốc Bảo", "1999-09-09"), "003", "pays"],
  [papers("GD4010109000301", "Đỗ Thanh Tùng", "1983-03-12"), "010", "pays"],
  [papers("BT2010115000339", "Đoàn Thị Chín", "1948-08-15"), "110", "pays"],
  [papers("DN4313105000309", "Quách Văn Mạnh", "1980-10-10"), "120", "pays"],
  [papers("GD4313107000305", "Đinh Văn Dũng", "1985-04-02"), "121", "pays"],
  [papers("GD4797912000306", "Lâm Thị Phượng", "1990-12-30"), "122", "pays"],
  [papers("DN4797911000307", "Châu Hữu Phước", "1988-08-08"), "123", "pays"],
  [SEN, "124", "pays"],
  [papers("GD4010199999999", "Đỗ Thanh Tùng", "1983-03-12"), "050", "clarify"],
  [papers("901901901", "Đỗ Thanh Tùng", "1983-03-12"), "051", "clarify"],
  [papers("GD4000109000301", "Đỗ Thanh Tùng", "1983-03-12"), "052", "clarify"],
  [papers("GD7010109000301", "Đỗ Thanh Tùng", "1983-03-12"), "053", "clarify"],
  [{ ...LAN, full_name: "Lê Văn Tám" }, "060", "clarify"],
  [{ ...LAN, full_name: "Nguyễn Thị Liên" }, "061", "clarify"],
  [{ ...LAN, birth_date: { year: 1993, month: 5, day: 18 } }, "070", "clarify"],
  [papers("", "Thái Bé Na", "2019-12-05"), "130", "clarify"],
];
