"""The descriptor set is all that a client in another language needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor_pb2 import MethodDescriptorProto, MethodOptions

from lienthong import descriptor_set

SERVICES = {
    "google.longrunning.Operations",
    "lienthong.control.v1.CaseService",
    "lienthong.control.v1.ClockService",
    "lienthong.control.v1.FaultService",
    "lienthong.control.v1.JournalService",
    "lienthong.control.v1.NodeService",
    "lienthong.control.v1.WorldService",
    "lienthong.exchange.v1.ExchangeService",
    "lienthong.insurance.v1.AccessService",
    "lienthong.insurance.v1.BenefitService",
    "lienthong.insurance.v1.CardService",
    "lienthong.insurance.v1.DiscrepancyService",
    "lienthong.insurance.v1.ContributionService",
    "lienthong.insurance.v1.FacilityService",
    "lienthong.insurance.v1.FilingService",
    "lienthong.insurance.v1.PaperService",
    "lienthong.insurance.v1.ReconciliationService",
    "lienthong.insurance.v1.RegistryService",
    "lienthong.insurance.v1.SubmissionService",
    "lienthong.insurance.v1.TaxReconciliationService",
    "lienthong.insurance.v1.ViolationSignService",
    "lienthong.insurance.v1.TreatmentService",
    "lienthong.insurance.v1.VerificationService",
    "lienthong.justice.v1.BirthAmendmentService",
    "lienthong.justice.v1.CivilStatusService",
    "lienthong.justice.v1.DeathService",
    "lienthong.justice.v1.MarriageService",
    "lienthong.justice.v1.RegisterService",
    "lienthong.justice.v1.VerificationService",
    "lienthong.population.v1.AccessService",
    "lienthong.population.v1.CitizenChangeService",
    "lienthong.population.v1.CitizenService",
    "lienthong.population.v1.DiscrepancyService",
    "lienthong.tax.v1.FilingService",
    "lienthong.tax.v1.IdentityDifferenceService",
    "lienthong.tax.v1.TaxpayerChangeService",
    "lienthong.tax.v1.TaxpayerService",
    "lienthong.tax.v1.UnpaidDeductionService",
}

READING = {
    "Count",
    "Draw",
    "Expect",
    "Export",
    "Find",
    "Get",
    "List",
    "Poll",
    "Quote",
    "Read",
    "Render",
    "Stream",
    "Watch",
}
ASKING = {"Check", "Verify"}
"""What was asked is kept: a check is told to who checks after, a wrong claim is counted."""
CHANGING = frozenset(
    """
    Acknowledge Adopt Advance Build Change Clear Copy Correct Create Declare Delete Drop
    File Fire Forward Fork Freeze Grant Hold Import Issue Merge Move Note Pay
    Plan Prepare Publish Reconcile Record Redeliver Register Replace Report Request Reset Resolve
    Revoke Run Send Set Settle Sign Submit Subscribe Supplement Uphold Withdraw Write
    """.split()  # noqa: SIM905 - as a list it would be 49 lines
)
ONLY_READ = {"CheckOfficer", "VerifyLog"}
"""In spite of their verbs."""


def _calls() -> Iterator[MethodDescriptorProto]:
    for file in descriptor_set().file:
        if file.package.startswith("lienthong."):
            for service in file.service:
                yield from service.method


def _level(name: str) -> int:
    [verb] = re.findall("^[A-Z][a-z]+", name)
    if verb in READING or name in ONLY_READ:
        return MethodOptions.NO_SIDE_EFFECTS
    if verb in ASKING:
        return MethodOptions.IDEMPOTENT
    assert verb in CHANGING, f"{name}: does it only read? Say so in the contract, and its verb here"
    return MethodOptions.IDEMPOTENCY_UNKNOWN


def test_the_contract_says_of_each_call_whether_it_may_be_made_again() -> None:
    said = {method.name: method.options.idempotency_level for method in _calls()}
    assert said == {name: _level(name) for name in said}


def test_every_verb_that_is_decided_is_one_of_the_contract() -> None:
    verbs = {re.findall("^[A-Z][a-z]+", method.name)[0] for method in _calls()}
    assert verbs == READING | ASKING | CHANGING


def _fresh_pool() -> descriptor_pool.DescriptorPool:
    """A pool that knows nothing of what this process has loaded."""
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_set().file:
        pool.AddSerializedFile(file.SerializeToString())
    return pool


def test_the_files_stand_in_an_order_in_which_each_finds_what_it_imports() -> None:
    seen: set[str] = set()
    for file in descriptor_set().file:
        assert set(file.dependency) <= seen, file.name
        seen.add(file.name)


def test_every_service_loads_into_a_pool_that_knows_nothing() -> None:
    pool = _fresh_pool()
    assert {pool.FindServiceByName(name).full_name for name in SERVICES} == SERVICES
    held = {f"{file.package}.{service.name}" for file in descriptor_set().file for service in file.service}
    assert held == SERVICES


def test_a_message_made_from_it_reads_what_the_stubs_wrote() -> None:
    from lienthong.insurance.v1.card_pb2 import CARD_STATE_VALID, Card

    made = message_factory.GetMessageClass(_fresh_pool().FindMessageTypeByName("lienthong.insurance.v1.Card"))
    written = Card(card_number="TE1010119000101", state=CARD_STATE_VALID).SerializeToString()
    assert str(made.FromString(written)) == 'card_number: "TE1010119000101"\nstate: CARD_STATE_VALID\n'


def test_it_holds_the_parts_of_a_refusal() -> None:
    pool = _fresh_pool()
    for name in ("Status", "ErrorInfo", "BadRequest", "RetryInfo", "LocalizedMessage"):
        assert pool.FindMessageTypeByName(f"google.rpc.{name}").full_name == f"google.rpc.{name}"


def test_it_carries_the_shape_rules() -> None:
    pool = _fresh_pool()
    options = message_factory.GetMessageClass(pool.FindMessageTypeByName("google.protobuf.FieldOptions"))
    [card_number] = [
        field
        for file in descriptor_set().file
        for message in file.message_type
        for field in message.field
        if (message.name, field.name) == ("GetCardRequest", "card_number")
    ]
    rules = options.FromString(card_number.options.SerializeToString())
    assert 'pattern: "^([A-Z]{2}[1-5][0-9]{2})?[0-9]{10}$"' in str(rules)


def test_it_is_small_because_comments_stay_in_the_sources() -> None:
    assert not any(file.HasField("source_code_info") for file in descriptor_set().file)
