"""Facts: opinion rounds; votes of households, their rolls, every writing of a ballot, outcomes and recognitions."""

from dongthuan.decide.assembly.models.opinions import (
    OpinionComment,
    OpinionGroup,
    OpinionGrouping,
    OpinionRound,
    OpinionSection,
    OpinionStep,
    OpinionUnit,
)
from dongthuan.decide.assembly.models.votes import (
    Ballot,
    BallotSlip,
    ConflictSettlement,
    Recognition,
    RollLine,
    RollSettlement,
    SignedMinutes,
    TallyBoard,
    Vote,
    VoteExtension,
    VoteGroup,
    VoteOutcome,
)

__all__ = [
    "Ballot",
    "BallotSlip",
    "ConflictSettlement",
    "OpinionComment",
    "OpinionGroup",
    "OpinionGrouping",
    "OpinionRound",
    "OpinionSection",
    "OpinionStep",
    "OpinionUnit",
    "Recognition",
    "RollLine",
    "RollSettlement",
    "SignedMinutes",
    "TallyBoard",
    "Vote",
    "VoteExtension",
    "VoteGroup",
    "VoteOutcome",
]
