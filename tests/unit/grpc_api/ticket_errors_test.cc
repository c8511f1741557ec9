#include "server/grpc_api/ticket_errors.h"

#include <vector>

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

TEST(TicketErrorsTest, AChangeMadeMeanwhileIsAMismatchOfEtags) {
  const Error wire =
      TicketWireError({ErrorCode::kAborted, "ticket 1 was changed", "TICKET_CHANGED_MEANWHILE"});

  EXPECT_EQ(wire.code, ErrorCode::kAborted);
  EXPECT_EQ(wire.reason, "ETAG_MISMATCH");
  EXPECT_EQ(wire.fields, (std::vector<FieldViolation>{{"etag", "ticket 1 was changed"}}));
}

TEST(TicketErrorsTest, FieldsHaveTheNamesOfTheRequest) {
  const Error wire =
      TicketWireError(FailField("RESOLUTION_REQUIRED", "text", "must not be empty").value());

  EXPECT_EQ(wire.reason, "RESOLUTION_REQUIRED");
  EXPECT_EQ(wire.fields, (std::vector<FieldViolation>{{"comment", "must not be empty"}}));
  EXPECT_EQ(wire.message, "comment: must not be empty");
}

TEST(TicketErrorsTest, RulesThatTheContractDoesNotListAreFieldsThatAreInvalid) {
  const Error wire = TicketWireError(FailField("TAG_INVALID", "tags", "must be words").value());

  EXPECT_EQ(wire.reason, "FIELD_INVALID");
  EXPECT_EQ(wire.fields, (std::vector<FieldViolation>{{"tags", "must be words"}}));
}

TEST(TicketErrorsTest, WhatTheExchangeHasForgottenIsClosed) {
  const Error wire = TicketWireError({ErrorCode::kNotFound, "no ticket 1", "TICKET_NOT_FOUND"});

  EXPECT_EQ(wire.code, ErrorCode::kFailedPrecondition);
  EXPECT_EQ(wire.reason, "TICKET_CLOSED");
}

TEST(TicketErrorsTest, WhatTheContractListsStays) {
  const Error taken{ErrorCode::kFailedPrecondition, "agent \"ana\" has it", "TICKET_TAKEN"};

  EXPECT_EQ(TicketWireError(taken).reason, "TICKET_TAKEN");
  EXPECT_EQ(TicketWireError(taken).message, "agent \"ana\" has it");
}

TEST(TicketErrorsTest, WhatIsClosedOrMergedCannotBeChanged) {
  TicketRow row;
  row.state = exchange::TicketState::kResolved;
  EXPECT_TRUE(CheckNotClosed(row));

  row.state = exchange::TicketState::kClosed;
  EXPECT_EQ(CheckNotClosed(row).error().reason, "TICKET_CLOSED");
  EXPECT_TRUE(CheckNotMerged(row));

  row.merged_into.ticket = TicketId{3};
  EXPECT_EQ(CheckNotClosed(row).error().reason, "TICKET_MERGED");
  EXPECT_EQ(CheckNotMerged(row).error().reason, "TICKET_MERGED");
}

}  // namespace
}  // namespace jackfield::grpc_api
