#include "server/grpc_api/ticket_change_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::PersonalText;

constexpr WallTime kNoon{Duration{1'767'614'400'000}};  // 2026-01-05 12:00 UTC.
constexpr std::int64_t kNoonSeconds = 1'767'614'400;
constexpr std::int64_t kDaySeconds = 86'400;

// Reason and field of a refusal; empty: it was read.
template <typename T>
std::string Refusal(const Result<T>& read) {
  if (read) return {};
  const Error& error = read.error();
  return error.reason + (error.fields.empty() ? "" : " " + error.fields[0].field);
}

v1::CreateTicketRequest Wish() {
  v1::CreateTicketRequest request;
  request.mutable_ticket()->set_subject("late parcel");
  return request;
}

v1::UpdateTicketRequest Change(const std::vector<std::string>& paths) {
  v1::UpdateTicketRequest request;
  for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
  return request;
}

TicketRow Before() {
  TicketRow row;
  row.ticket = TicketId{17};
  row.type = exchange::TicketType::kComplaint;
  row.complaint = {.severity = 2, .cause = "late", .promise = PersonalText(7, "sealed")};
  row.revision = 9;
  return row;
}

TEST(TicketChangeMappingTest, ATicketWithASubjectAloneIsANormalQuestionOfNobody) {
  const exchange::CreateTicket command = NewTicketOf(Wish()).value();

  EXPECT_EQ(command, exchange::CreateTicket{.subject = PersonalText("late parcel")});
}

TEST(TicketChangeMappingTest, EverythingThatIsWrittenOfANewTicketIsTaken) {
  v1::CreateTicketRequest request = Wish();
  v1::Ticket& ticket = *request.mutable_ticket();
  ticket.set_type(v1::Ticket::TYPE_COMPLAINT);
  ticket.set_priority(v1::Ticket::PRIORITY_URGENT);
  ticket.set_queue("queues/support");
  ticket.add_tags("late");
  ticket.add_skills()->set_skill("english");
  ticket.mutable_complaint()->set_severity(4);
  ticket.mutable_complaint()->set_promised_action("a refund");
  ticket.mutable_complaint()->set_compensation_minor_units(500);
  ticket.mutable_complaint()->set_compensation_currency_code("EUR");
  request.set_owner("agents/ana");
  request.set_description("It did not come.");
  request.set_description_visibility(v1::TicketEntry::VISIBILITY_PUBLIC);

  const exchange::CreateTicket command = NewTicketOf(request).value();

  EXPECT_EQ(command.type, exchange::TicketType::kComplaint);
  EXPECT_EQ(command.priority, exchange::TicketPriority::kUrgent);
  EXPECT_EQ(command.queue, "support");
  EXPECT_EQ(command.owner, "ana");
  EXPECT_THAT(command.tags, testing::ElementsAre("late"));
  EXPECT_EQ(command.skills, (std::vector<exchange::SkillRequirement>{{"english", 1}}));
  EXPECT_EQ(command.complaint, (exchange::Complaint{.severity = 4,
                                                    .promise = PersonalText("a refund"),
                                                    .compensation_minor = 500,
                                                    .currency = "EUR"}));
  EXPECT_EQ(command.description, PersonalText("It did not come."));
  EXPECT_EQ(command.visibility, exchange::TicketVisibility::kPublic);
}

TEST(TicketChangeMappingTest, SubjectsHaveOneTo200Characters) {
  v1::CreateTicketRequest request = Wish();
  for (const auto& [subject, refusal] : {std::pair(std::string(), "FIELD_INVALID ticket.subject"),
                                         {std::string(201, 'x'), "FIELD_INVALID ticket.subject"},
                                         {std::string(200, 'x'), ""}}) {
    request.mutable_ticket()->set_subject(subject);
    EXPECT_EQ(Refusal(NewTicketOf(request)), refusal) << subject.size();
  }
}

TEST(TicketChangeMappingTest, AComplaintBelongsToTicketsOfThatType) {
  v1::CreateTicketRequest request = Wish();
  request.mutable_ticket()->mutable_complaint()->set_severity(1);

  EXPECT_EQ(Refusal(NewTicketOf(request)), "FIELD_INVALID ticket.complaint");
}

TEST(TicketChangeMappingTest, WhatBreaksARuleOfAComplaintIsNamed) {
  v1::CreateTicketRequest request = Wish();
  request.mutable_ticket()->set_type(v1::Ticket::TYPE_COMPLAINT);
  v1::Complaint& complaint = *request.mutable_ticket()->mutable_complaint();

  complaint.set_severity(5);
  EXPECT_EQ(Refusal(NewTicketOf(request)), "FIELD_INVALID ticket.complaint.severity");
  complaint.Clear();
  complaint.set_compensation_minor_units(1);
  EXPECT_EQ(Refusal(NewTicketOf(request)),
            "FIELD_INVALID ticket.complaint.compensation_currency_code");
  complaint.set_compensation_currency_code("eur");
  EXPECT_EQ(Refusal(NewTicketOf(request)),
            "FIELD_INVALID ticket.complaint.compensation_currency_code");
  complaint.set_compensation_currency_code("EUR");
  EXPECT_EQ(Refusal(NewTicketOf(request)), "");
}

TEST(TicketChangeMappingTest, SkillsAndTagsAreWordsOfTheSite) {
  v1::CreateTicketRequest request = Wish();
  request.mutable_ticket()->add_tags("Late parcel");
  EXPECT_EQ(Refusal(NewTicketOf(request)), "FIELD_INVALID ticket.tags");

  request = Wish();
  request.mutable_ticket()->add_skills()->set_skill("english");
  request.mutable_ticket()->mutable_skills(0)->set_level_min(101);
  EXPECT_EQ(Refusal(NewTicketOf(request)), "FIELD_INVALID ticket.skills[0].level_min");
}

TEST(TicketChangeMappingTest, OnlyWhatTheMaskNamesIsChanged) {
  v1::UpdateTicketRequest request = Change({"priority", "queue"});
  request.mutable_ticket()->set_subject("ignored");
  request.mutable_ticket()->set_priority(v1::Ticket::PRIORITY_LOW);
  request.mutable_ticket()->set_queue("queues/support");

  const exchange::UpdateTicket changes = ChangesOf(request, Before()).value();

  EXPECT_EQ(changes, (exchange::UpdateTicket{.ticket = TicketId{17},
                                             .priority = exchange::TicketPriority::kLow,
                                             .queue = "support"}));
}

TEST(TicketChangeMappingTest, AMaskNamesFieldsThatCanBeChanged) {
  for (const char* path : {"state", "owner", "complaint.satisfaction", "complaint.", ""}) {
    EXPECT_EQ(Refusal(ChangesOf(Change({path}), Before())), "UPDATE_MASK_INVALID update_mask")
        << path;
  }
  EXPECT_EQ(Refusal(ChangesOf(Change({}), Before())), "UPDATE_MASK_INVALID update_mask");
}

TEST(TicketChangeMappingTest, OneFieldOfAComplaintLeavesTheOthersAndCountsForTheTicketAsItWas) {
  v1::UpdateTicketRequest request = Change({"complaint.severity"});
  request.mutable_ticket()->mutable_complaint()->set_severity(4);
  request.mutable_ticket()->mutable_complaint()->set_cause("ignored");

  const exchange::UpdateTicket changes = ChangesOf(request, Before()).value();

  EXPECT_EQ(
      changes.complaint,
      (exchange::Complaint{.severity = 4, .cause = "late", .promise = PersonalText(7, "sealed")}));
  EXPECT_EQ(changes.revision, 9U);
}

TEST(TicketChangeMappingTest, AWholeComplaintReplacesTheOneBefore) {
  v1::UpdateTicketRequest request = Change({"complaint"});
  request.mutable_ticket()->mutable_complaint()->set_severity(4);

  const exchange::UpdateTicket changes = ChangesOf(request, Before()).value();

  EXPECT_EQ(changes.complaint, exchange::Complaint{.severity = 4});
  EXPECT_EQ(changes.revision, std::nullopt);
}

TEST(TicketChangeMappingTest, AnEtagIsARevision) {
  EXPECT_EQ(RevisionOf("").value(), std::nullopt);
  EXPECT_EQ(RevisionOf("9").value(), 9U);
  for (const char* etag : {"x", "9x", "-1", "99999999999999999999"}) {
    EXPECT_EQ(Refusal(RevisionOf(etag)), "ETAG_MISMATCH") << etag;
  }
}

TEST(TicketChangeMappingTest, CommentsAreInternalUnlessTheySayOtherwise) {
  v1::CommentTicketRequest request;
  EXPECT_EQ(Refusal(CommentOf(request)), "FIELD_INVALID text");

  request.set_text("called back");
  EXPECT_EQ(CommentOf(request).value(), exchange::AddComment{.text = PersonalText("called back")});
  request.set_by_customer(true);
  EXPECT_EQ(CommentOf(request).value().author, exchange::CommentAuthor::kCustomer);
}

TEST(TicketChangeMappingTest, WhoResolvesSaysHow) {
  v1::SetTicketStateRequest request;
  request.set_state(v1::Ticket::STATE_RESOLVED);
  EXPECT_EQ(Refusal(StateChangeOf(request, Before(), kNoon)), "RESOLUTION_REQUIRED comment");

  TicketRow resolved = Before();
  resolved.state = exchange::TicketState::kResolved;
  EXPECT_EQ(Refusal(StateChangeOf(request, resolved, kNoon)), "");
  request.set_comment("refunded");
  EXPECT_EQ(StateChangeOf(request, Before(), kNoon).value(),
            (exchange::SetTicketState{.ticket = TicketId{17},
                                      .state = exchange::TicketState::kResolved,
                                      .text = PersonalText("refunded")}));
}

TEST(TicketChangeMappingTest, NobodySetsTheStateNew) {
  v1::SetTicketStateRequest request;
  for (const auto state : {v1::Ticket::STATE_UNSPECIFIED, v1::Ticket::STATE_NEW}) {
    request.set_state(state);
    EXPECT_EQ(Refusal(StateChangeOf(request, Before(), kNoon)), "FIELD_INVALID state");
  }
}

TEST(TicketChangeMappingTest, ARemindersTimeIsWithin366DaysFromNow) {
  v1::SetTicketStateRequest request;
  request.set_state(v1::Ticket::STATE_PENDING);
  for (const auto& [seconds, refusal] :
       {std::pair(kNoonSeconds, "FIELD_INVALID reminder_time"),
        {kNoonSeconds + 1, ""},
        {kNoonSeconds + 366 * kDaySeconds, ""},
        {kNoonSeconds + 366 * kDaySeconds + 1, "FIELD_INVALID reminder_time"}}) {
    request.mutable_reminder_time()->set_seconds(seconds);
    EXPECT_EQ(Refusal(StateChangeOf(request, Before(), kNoon)), refusal) << seconds;
  }
  request.set_state(v1::Ticket::STATE_OPEN);
  request.mutable_reminder_time()->set_seconds(kNoonSeconds + 1);
  EXPECT_EQ(Refusal(StateChangeOf(request, Before(), kNoon)), "FIELD_INVALID reminder_time");
}

TEST(TicketChangeMappingTest, AnAttachmentIsAtAnAddressThatIsSecure) {
  v1::AttachToTicketRequest request;
  request.set_display_name("photo.jpg");
  for (const auto& [uri, refusal] : {std::pair("https://f", ""),
                                     {"https://", "FIELD_INVALID uri"},
                                     {"http://files.example", "FIELD_INVALID uri"},
                                     {"javascript:alert(1)", "FIELD_INVALID uri"}}) {
    request.set_uri(uri);
    EXPECT_EQ(Refusal(AttachmentOf(request)), refusal) << uri;
  }
}

TEST(TicketChangeMappingTest, AValueTierIsThePlaceAmongTheSitesTiers) {
  v1::Configuration configuration;
  configuration.mutable_routing_rules()->add_tier_bonuses()->set_tier("silver");
  configuration.mutable_routing_rules()->add_tier_bonuses()->set_tier("gold");

  EXPECT_EQ(ValueTierOf(configuration, "silver"), 1U);
  EXPECT_EQ(ValueTierOf(configuration, "gold"), 2U);
  EXPECT_EQ(ValueTierOf(configuration, "lead"), 0U);
  EXPECT_EQ(ValueTierOf(configuration, ""), 0U);
}

}  // namespace
}  // namespace jackfield::grpc_api
