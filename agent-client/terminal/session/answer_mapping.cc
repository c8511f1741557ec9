#include "agent-client/terminal/session/answer_mapping.h"

#include "agent-client/terminal/session/desk_mapping.h"

namespace jackfield::client {
namespace {

std::string AlikeIn(v1::PossibleDuplicate::Reason reason) {
  switch (reason) {
    case v1::PossibleDuplicate::REASON_NUMBER_AND_NAME:
      return "same number, name alike";
    case v1::PossibleDuplicate::REASON_NUMBER:
      return "same number";
    case v1::PossibleDuplicate::REASON_EMAIL_ADDRESS:
      return "same e-mail address";
    case v1::PossibleDuplicate::REASON_NAME_AND_COMPANY:
      return "same name and company";
    case v1::PossibleDuplicate::REASON_UNSPECIFIED:
    case v1::PossibleDuplicate_Reason_PossibleDuplicate_Reason_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::PossibleDuplicate_Reason_PossibleDuplicate_Reason_INT_MAX_SENTINEL_DO_NOT_USE_:
      return {};
  }
  return {};
}

}  // namespace

desk::Brief ToBrief(const v1::Interaction& interaction) {
  v1::InteractionBrief brief;
  brief.set_name(interaction.name());
  brief.set_channel(interaction.channel());
  brief.set_direction(interaction.direction());
  *brief.mutable_start_time() = interaction.start_time();
  brief.set_summary(interaction.summary());
  brief.set_agent_display_name(interaction.agent_display_name());
  brief.set_disposition_label(interaction.disposition_label());
  brief.set_call_result(interaction.call().result());
  return ToBrief(brief);
}

desk::Interaction ToInteraction(const v1::Interaction& theirs) {
  desk::Interaction out;
  out.brief = ToBrief(theirs);
  if (theirs.has_end_time()) out.end = ToWallTime(theirs.end_time());
  out.note = theirs.note();
  out.subject = theirs.message().subject();
  out.body = theirs.message().body();
  out.address = theirs.message().address();
  const v1::CallDetail& call = theirs.call();
  out.dialled = ToNumber(call.dialled());
  out.dialled_label = call.dialled_label();
  out.waited = ToDuration(call.wait_duration());
  out.talked = ToDuration(call.talk_duration());
  out.held = ToDuration(call.hold_duration());
  for (const v1::AgentPart& part : call.agent_parts()) {
    out.parts.push_back({part.agent_display_name(), part.disposition(), part.note()});
  }
  return out;
}

desk::Customer ToCustomer(const v1::Customer& theirs) {
  desk::Customer customer;
  customer.name = theirs.name();
  customer.display_name = theirs.display_name();
  customer.company = theirs.company();
  customer.role = theirs.role();
  customer.tier = theirs.tier();
  for (const v1::CustomerFlag& flag : theirs.flags()) {
    customer.flags.push_back(flag.label().empty() ? flag.code() : flag.label());
  }
  customer.pinned_note = theirs.pinned_note();
  for (const v1::CustomerNumber& number : theirs.numbers()) {
    customer.numbers.push_back(number.number().formatted());
  }
  customer.email_addresses = {theirs.email_addresses().begin(), theirs.email_addresses().end()};
  return customer;
}

desk::Duplicate ToDuplicate(const v1::PossibleDuplicate& duplicate) {
  return {duplicate.customer(), duplicate.display_name(), duplicate.company(),
          AlikeIn(duplicate.reason())};
}

v1::Customer FromDraft(const desk::CustomerDraft& draft) {
  v1::Customer customer;
  customer.set_display_name(draft.display_name);
  customer.set_company(draft.company);
  if (!draft.number.empty()) {
    customer.add_numbers()->mutable_number()->set_raw(draft.number);
  }
  if (!draft.email_address.empty()) customer.add_email_addresses(draft.email_address);
  return customer;
}

}  // namespace jackfield::client
