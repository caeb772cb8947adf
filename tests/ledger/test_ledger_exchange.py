"""Committees that exchange bundles in any order come to hold the same."""

import shutil
import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from ledger_helpers import empty, imported, judgement

from tawthiq.ledger import Withdraw, merge_bundle, verify_ledger, write_bundle

three = st.integers(0, 2)


class Exchange(RuleBasedStateMachine):
    """Three committees write, and send each other bundles: new ones, and old ones late."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="tawthiq-test-"))
        self.registers = [empty(self.folder / f"committee-{n}") for n in range(3)]
        self.bundles: list[tuple[Path, frozenset[str]]] = []
        self.held: list[set[str]] = [set(), set(), set()]
        self.rows = 0

    @initialize(who=three, text=st.binary(max_size=20))
    def first_list(self, who, text):
        self.take_in_a_list(who, text)

    @rule(who=three, text=st.binary(max_size=20))
    def take_in_a_list(self, who, text):
        register = self.registers[who]
        added = register.ledger.append(*imported(register.vault, text))
        self.held[who].update(entry.id for entry in added)

    @rule(who=three, many=st.integers(1, 3))
    def judge(self, who, many):
        bodies = []
        for _ in range(many):
            self.rows += 1
            bodies.append(judgement(self.rows))
        added = self.registers[who].ledger.append(*bodies)
        self.held[who].update(entry.id for entry in added)

    @rule(who=three, which=st.integers(0, 50))
    def withdraw(self, who, which):
        ids = sorted(self.held[who])
        if ids:
            body = Withdraw(entry=ids[which % len(ids)], reason="after another look")
            (added,) = self.registers[who].ledger.append(body)
            self.held[who].add(added.id)

    @rule(who=three)
    def write_a_bundle(self, who):
        path = self.folder / f"{len(self.bundles)}.twq"
        register = self.registers[who]
        write_bundle(register.ledger, register.vault, path)
        self.bundles.append((path, frozenset(self.held[who])))

    @precondition(lambda self: self.bundles)
    @rule(who=three, which=st.integers(0, 50))
    def merge_some_bundle(self, who, which):
        path, carried = self.bundles[which % len(self.bundles)]
        report = merge_bundle(self.registers[who].ledger, self.registers[who].vault, path)
        assert report.added == len(carried - self.held[who])
        assert report.known == len(carried & self.held[who])
        self.held[who] |= carried

    @invariant()
    def each_holds_what_it_wrote_and_was_sent(self):
        for register, held in zip(self.registers, self.held, strict=True):
            assert {entry.id for entry in register.ledger.entries()} == held

    @invariant()
    def the_same_entries_have_the_same_head_and_order(self):
        for one, other in ((0, 1), (1, 2)):
            a, b = self.registers[one].ledger, self.registers[other].ledger
            same = self.held[one] == self.held[other]
            assert (a.head() == b.head()) == same
            if same:
                assert list(a.entries()) == list(b.entries())
                assert a.withdrawals() == b.withdrawals()

    def teardown(self):
        """In the end all send all to all, and agree to the byte."""
        for sender in self.registers:
            path = self.folder / "last.twq"
            write_bundle(sender.ledger, sender.vault, path)
            for receiver in self.registers:
                merge_bundle(receiver.ledger, receiver.vault, path)
        # The first two have not yet seen what the last held; once more, the other way.
        for receiver in self.registers[:2]:
            merge_bundle(receiver.ledger, receiver.vault, path)
        assert len({register.ledger.head() for register in self.registers}) == 1
        for register in self.registers:
            assert verify_ledger(register.ledger, register.vault).ok
            write_bundle(register.ledger, register.vault, register.folder / "all.twq")
        assert len({(r.folder / "all.twq").read_bytes() for r in self.registers}) == 1
        for register in self.registers:
            register.ledger.close()
        shutil.rmtree(self.folder)


Exchange.TestCase.settings = settings(max_examples=6, stateful_step_count=10, deadline=None)
TestExchange = Exchange.TestCase
