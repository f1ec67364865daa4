// A birth dossier, made by hand: Gia Bảo, born in the first days of the default world. All people are invented.
const ADDRESS = { province_code: "79", district_code: "760", commune_code: "26734", detail: "Số 5 Lê Lợi" };

const parent = (full_name, birth_date, personal_number) => ({
  full_name,
  birth_date,
  ethnic_group: "01",
  nationality: "VN",
  residence_kind: "RESIDENCE_KIND_PERMANENT",
  residence: ADDRESS,
  paper: { kind: "PAPER_KIND_CCCD", number: personal_number },
  personal_number,
});

export const declaration = {
  birth_notice: { number: "GCS.79034.2022.000009", issue_date: { year: 2022, month: 1, day: 3 } },
  registration_kind: "REGISTRATION_KIND_ON_TIME",
  registration_commune: "26734",
  child: {
    full_name: "Đặng Gia Bảo",
    sex: "SEX_MALE",
    birth_date: { year: 2022, month: 1, day: 2 },
    birth_place: "Bệnh viện Từ Dũ",
    birth_place_address: ADDRESS,
    hometown: ADDRESS,
    ethnic_group: "01",
    nationality: "VN",
    birth_kind: "BIRTH_KIND_BOTH_PARENTS",
  },
  mother: parent("Huỳnh Kim Chi", { year: 1985, month: 12, day: 1 }, "979185000134"),
  father: parent("Đặng Văn Tâm", { year: 1983, month: 4, day: 22 }, "979083000145"),
  applicant: { full_name: "Đặng Văn Tâm", relation: "Cha", personal_number: "979083000145", residence: ADDRESS },
  health_insurance: { initial_facility: "79034" },
};
