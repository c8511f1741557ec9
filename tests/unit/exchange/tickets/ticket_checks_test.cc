#include "server/exchange/tickets/ticket_checks.h"

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

std::vector<SkillRequirement> SkillsUpTo(std::uint32_t count) {
  std::vector<SkillRequirement> skills;
  for (std::uint32_t i = 0; i < count; ++i) skills.push_back({"s" + std::to_string(i), 1});
  return skills;
}

std::set<std::string> WordsUpTo(std::uint32_t count) {
  std::set<std::string> words;
  for (std::uint32_t i = 0; i < count; ++i) words.insert("w" + std::to_string(i));
  return words;
}

std::string NameOfDigits(char digit) { return std::string(32, digit); }

using New = CreateTicket;
using Change = void (*)(New&);

// One field of a new ticket that breaks a rule.
struct FieldCase {
  const char* name;
  Change break_it;
  const char* reason;
  const char* field;  // Empty: the error names none.
};

const FieldCase kTexts[] = {
    {"NoSubject", [](New& n) { n.subject = {}; }, "SUBJECT_REQUIRED", "subject"},
    {"LongSubject", [](New& n) { n.subject = PersonalText(1, std::string(1'025, 'x')); },
     "TEXT_TOO_LONG", "subject"},
    {"LongDescription", [](New& n) { n.description = PersonalText(1, std::string(32'769, 'x')); },
     "TEXT_TOO_LONG", "description"},
};
const FieldCase kWords[] = {
    {"Type", [](New& n) { n.type = static_cast<TicketType>(9); }, "TYPE_UNKNOWN", "type"},
    {"Priority", [](New& n) { n.priority = static_cast<TicketPriority>(0); }, "PRIORITY_UNKNOWN",
     "priority"},
    {"Tier", [](New& n) { n.value_tier = 101; }, "VALUE_TIER_RANGE", "value_tier"},
    {"EmptyTag", [](New& n) { n.tags = {""}; }, "TAG_INVALID", "tags"},
    {"TagWithSpace", [](New& n) { n.tags = {"two words"}; }, "TAG_INVALID", "tags"},
    {"LongTag", [](New& n) { n.tags = {std::string(65, 't')}; }, "TAG_INVALID", "tags"},
    {"Tags", [](New& n) { n.tags = WordsUpTo(17); }, "TICKET_LIMIT", "tags"},
};
const FieldCase kNames[] = {
    {"SkillTwice",
     [](New& n) {
       n.skills = {{"english", 1}, {"english", 2}};
     },
     "SKILL_INVALID", "skills"},
    {"SkillLevel0",
     [](New& n) {
       n.skills = {{"english", 0}};
     },
     "SKILL_INVALID", "skills"},
    {"SkillLevel101",
     [](New& n) {
       n.skills = {{"english", 101}};
     },
     "SKILL_INVALID", "skills"},
    {"Skills", [](New& n) { n.skills = SkillsUpTo(9); }, "TICKET_LIMIT", "skills"},
    {"Watcher", [](New& n) { n.watchers = {"a b"}; }, "LOGIN_INVALID", "watchers"},
    {"Watchers", [](New& n) { n.watchers = WordsUpTo(33); }, "TICKET_LIMIT", "watchers"},
    {"Interaction", [](New& n) { n.interactions = {"abc"}; }, "INTERACTION_INVALID",
     "interactions"},
    {"InteractionInCapitals", [](New& n) { n.interactions = {NameOfDigits('A')}; },
     "INTERACTION_INVALID", "interactions"},
    {"Interactions", [](New& n) { n.interactions.assign(33, NameOfDigits('a')); }, "TICKET_LIMIT",
     "interactions"},
    {"Name", [](New& n) { n.name = NameOfDigits('A'); }, "NAME_INVALID", "name"},
    {"Queue", [](New& n) { n.queue = "nowhere"; }, "QUEUE_NOT_FOUND", ""},
    {"Owner", [](New& n) { n.owner = "nobody"; }, "AGENT_NOT_FOUND", ""},
    {"NoComplaint", [](New& n) { n.complaint.severity = 1; }, "COMPLAINT_INVALID", "complaint"},
};
// The ticket is a complaint.
const FieldCase kComplaints[] = {
    {"Severity", [](New& n) { n.complaint.severity = 5; }, "COMPLAINT_INVALID",
     "complaint.severity"},
    {"Cause", [](New& n) { n.complaint.cause = "too late"; }, "COMPLAINT_INVALID",
     "complaint.cause"},
    {"Promise", [](New& n) { n.complaint.promise = PersonalText(1, std::string(32'769, 'x')); },
     "TEXT_TOO_LONG", "complaint.promise"},
    {"Compensation", [](New& n) { n.complaint.compensation_minor = -1; }, "COMPLAINT_INVALID",
     "complaint.compensation_minor"},
    {"NoCurrency", [](New& n) { n.complaint.compensation_minor = 1; }, "COMPLAINT_INVALID",
     "complaint.currency"},
    {"Currency", [](New& n) { n.complaint.currency = "eur"; }, "COMPLAINT_INVALID",
     "complaint.currency"},
};

class FieldTest : public testing::TestWithParam<FieldCase> {
 protected:
  void ExpectRefused(CreateTicket command) {
    driver.Configure(TicketSite());
    GetParam().break_it(command);
    const std::string before = driver.exchange().Save();

    const Result<Effects> done = driver.Ask(command);

    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().reason, GetParam().reason);
    const std::string field = done.error().fields.empty() ? "" : done.error().fields[0].field;
    EXPECT_EQ(field, GetParam().field);
    EXPECT_EQ(driver.exchange().Save(), before);
  }

  ExchangeDriver driver;
};
class ComplaintFieldTest : public FieldTest {};

TEST_P(FieldTest, IsRefusedWithItsReasonAndItsFieldAndNothingChanges) {
  ExpectRefused(NewTicket("support"));
}

TEST_P(ComplaintFieldTest, IsRefusedWithItsReasonAndItsFieldAndNothingChanges) {
  CreateTicket complaint = NewTicket("support");
  complaint.type = TicketType::kComplaint;
  ExpectRefused(complaint);
}

constexpr auto kCaseName = [](const auto& given) { return std::string(given.param.name); };
INSTANTIATE_TEST_SUITE_P(Texts, FieldTest, testing::ValuesIn(kTexts), kCaseName);
INSTANTIATE_TEST_SUITE_P(Words, FieldTest, testing::ValuesIn(kWords), kCaseName);
INSTANTIATE_TEST_SUITE_P(Names, FieldTest, testing::ValuesIn(kNames), kCaseName);
INSTANTIATE_TEST_SUITE_P(Complaints, ComplaintFieldTest, testing::ValuesIn(kComplaints), kCaseName);

TEST(TicketChecksTest, TakeWhatIsAtTheLimits) {
  ExchangeDriver driver;
  driver.Configure(TicketSite());
  CreateTicket command = NewTicket("support");
  command.subject = PersonalText(1, std::string(1'024, 'x'));
  command.description = PersonalText(1, std::string(32'768, 'x'));
  command.type = TicketType::kComplaint;
  command.value_tier = 100;
  command.tags = WordsUpTo(16);
  command.skills = SkillsUpTo(8);
  command.skills[0].level_min = 100;
  command.watchers = WordsUpTo(32);
  command.interactions.assign(32, NameOfDigits('f'));
  command.complaint = {4, std::string(64, 'c'), PersonalText(1, "promise"), 0, "EUR"};

  EXPECT_EQ(ReasonOf(driver.Ask(command)), "");
}

TEST(TicketChecksTest, HoldForEachFieldOfAnUpdate) {
  ExchangeDriver driver;
  driver.Configure(TicketSite());
  driver.Ask(NewTicket()).value();
  const UpdateTicket none{.actor = "ana", .ticket = TicketId{1}};
  const auto reason = [&](const std::function<void(UpdateTicket&)>& break_it) {
    UpdateTicket command = none;
    break_it(command);
    return ReasonOf(driver.Ask(command));
  };

  EXPECT_EQ(reason([](UpdateTicket& u) { u.subject = PersonalText(); }), "SUBJECT_REQUIRED");
  EXPECT_EQ(reason([](UpdateTicket& u) { u.type = static_cast<TicketType>(0); }), "TYPE_UNKNOWN");
  EXPECT_EQ(reason([](UpdateTicket& u) { u.priority = static_cast<TicketPriority>(5); }),
            "PRIORITY_UNKNOWN");
  EXPECT_EQ(reason([](UpdateTicket& u) { u.skills = SkillsUpTo(9); }), "TICKET_LIMIT");
  EXPECT_EQ(reason([](UpdateTicket& u) { u.tags = {{" "}}; }), "TAG_INVALID");
  EXPECT_EQ(reason([](UpdateTicket& u) {
              u.customer = TicketCustomer{CustomerId{1}, 101};
            }),
            "VALUE_TIER_RANGE");
  EXPECT_EQ(reason([](UpdateTicket& u) { u.complaint = Complaint{.severity = 1}; }),
            "COMPLAINT_INVALID");
  EXPECT_EQ(reason([](UpdateTicket& u) {
              u.type = TicketType::kComplaint;
              u.complaint = Complaint{.severity = 1};
            }),
            "");
}

TEST(TicketChecksTest, SayOfAnAddressInTheClearThatItIsNotSecure) {
  ExchangeDriver driver;
  driver.Configure(TicketSite());
  driver.Ask(NewTicket()).value();
  const auto reason = [&driver](const PersonalText& name, const PersonalText& address) {
    return ReasonOf(driver.Ask(
        AttachReference{.actor = "ana", .ticket = TicketId{1}, .name = name, .address = address}));
  };
  const PersonalText bill("bill.pdf");

  EXPECT_EQ(reason({}, PersonalText("https://x")), "TEXT_REQUIRED");
  EXPECT_EQ(reason(bill, {}), "TEXT_REQUIRED");
  EXPECT_EQ(reason(bill, PersonalText("http://x")), "ADDRESS_INVALID");
  EXPECT_EQ(reason(bill, PersonalText("https://")), "ADDRESS_INVALID");
  EXPECT_EQ(reason(bill, PersonalText(1, std::string(4'097, 'x'))), "TEXT_TOO_LONG");
  EXPECT_EQ(reason(bill, PersonalText("https://x")), "");
  EXPECT_EQ(reason(bill, PersonalText(1, "sealed")), "");
}

}  // namespace
}  // namespace jackfield::exchange
