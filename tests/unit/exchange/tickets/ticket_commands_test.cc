#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/ticket_site.h"

// The commands of ticket_commands.cc, one by one; ticket_rules_test.cc meets every state with them.
namespace jackfield::exchange {
namespace {

constexpr TicketId kFirst{1};
constexpr TicketId kOther{2};
constexpr CustomerId kCustomer{5};

// The name of an interaction.
std::string Name(char digit) { return std::string(32, digit); }

std::vector<TicketId> Ids(const std::set<TicketId>& all) { return {all.begin(), all.end()}; }

class TicketCommandsTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(TicketSite()); }
  const Ticket& ticket() const { return driver.ticket(1); }
  void MakeTwo() {
    driver.Ask(NewTicket("support")).value();
    driver.Ask(NewTicket("support")).value();
  }
  AgentId ana() const { return driver.agent("ana").id; }

  ExchangeDriver driver;
};

TEST_F(TicketCommandsTest, CreateTakesTheNameThatItIsGivenOrMakesOne) {
  CreateTicket named = NewTicket("support");
  named.name = Name('c');

  driver.Ask(named).value();
  driver.Ask(NewTicket("support")).value();

  EXPECT_EQ(ticket().name, Name('c'));
  EXPECT_EQ(driver.exchange().state().ticket_names.at(Name('c')), kFirst);
  EXPECT_EQ(driver.ticket(2).name.size(), 32U);
  EXPECT_NE(driver.ticket(2).name, Name('c'));
}

TEST_F(TicketCommandsTest, CreateMakesWhatWasAskedAndSaysSoFirst) {
  CreateTicket command = NewTicket("support");
  command.description = PersonalText(7, "long");
  command.visibility = TicketVisibility::kPublic;
  command.type = TicketType::kComplaint;
  command.priority = TicketPriority::kHigh;
  command.skills = {{"english", 50}};
  command.tags = {"late"};
  command.customer = kCustomer;
  command.value_tier = 2;
  command.interactions = {Name('b'), Name('a')};
  command.watchers = {"chief"};
  command.complaint = {.severity = 3};
  const Effects made = driver.Ask(command).value();

  const TicketNoted* first = std::get_if<TicketNoted>(&made.at(0));
  ASSERT_NE(first, nullptr);
  const Moment now{Instant{}, ExchangeDriver::kStart, false};
  const TicketNoted expected{.ticket = kFirst,
                             .number = 1,
                             .what = TicketEntryKind::kCreated,
                             .who = "chief",
                             .text = PersonalText(7, "long"),
                             .visibility = TicketVisibility::kPublic,
                             .at = now};
  EXPECT_EQ(*first, expected);
  EXPECT_EQ(ticket().subject, PersonalText(7, "sealed"));
  EXPECT_EQ(ticket().type, TicketType::kComplaint);
  EXPECT_EQ(ticket().priority, TicketPriority::kHigh);
  EXPECT_EQ(ticket().state, TicketState::kNew);
  EXPECT_EQ(ticket().queue, driver.queue("support").id);
  EXPECT_EQ(ticket().owner, AgentId{});
  EXPECT_EQ(ticket().skills, (std::vector<SkillRequirement>{{"english", 50}}));
  EXPECT_EQ(ticket().tags, std::set<std::string>{"late"});
  EXPECT_EQ(ticket().customer, kCustomer);
  EXPECT_EQ(ticket().value_tier, 2U);
  EXPECT_EQ(ticket().interactions, (std::vector{Name('b'), Name('a')}));
  EXPECT_EQ(ticket().watchers, std::set<std::string>{"chief"});
  EXPECT_EQ(ticket().complaint.severity, 3U);
  EXPECT_EQ(ticket().times.created, now);
  EXPECT_EQ(driver.exchange().FindTicketByName(ticket().name), &ticket());
}

TEST_F(TicketCommandsTest, TicketsHaveNumbersFromOneAndNamesOfTheirOwn) {
  MakeTwo();

  EXPECT_EQ(driver.ticket(1).id, kFirst);
  EXPECT_EQ(driver.ticket(2).id, kOther);
  EXPECT_EQ(driver.ticket(1).name.size(), 32U);
  EXPECT_NE(driver.ticket(1).name, driver.ticket(2).name);
}

TEST_F(TicketCommandsTest, TicketForSomebodyIsOpenAndTheyAreToldUnlessTheyMadeIt) {
  CreateTicket command = NewTicket("support");
  command.owner = "ana";
  driver.Ask(command).value();
  command.actor = "ana";
  driver.Ask(command).value();

  EXPECT_EQ(ticket().state, TicketState::kOpen);
  EXPECT_EQ(ticket().owner, ana());
  ASSERT_EQ(driver.agent("ana").notices.size(), 1U);
  EXPECT_EQ(driver.agent("ana").notices[0].ticket, kFirst);
  EXPECT_EQ(driver.agent("ana").notices[0].what, TicketNoticeKind::kAssigned);
}

TEST_F(TicketCommandsTest, EntriesAreNumberedWithoutGaps) {  // T6
  MakeTwo();
  driver.Ask(AddComment{.actor = "ana", .ticket = kFirst, .text = PersonalText(7, "a")}).value();
  const Effects more = driver
                           .Ask(UpdateTicket{.actor = "ana",
                                             .ticket = kFirst,
                                             .type = TicketType::kTask,
                                             .priority = TicketPriority::kUrgent})
                           .value();

  const auto entries = AllOf<TicketNoted>(more);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].number, 4U) << "after made, commented, and opened by it";
  EXPECT_EQ(entries[1].number, 5U);
  EXPECT_EQ(ticket().entries, 5U);
}

TEST_F(TicketCommandsTest, UpdateNotesEachFieldAsItWasAndIs) {
  MakeTwo();
  const Effects done =
      driver
          .Ask(UpdateTicket{
              .actor = "ana",
              .ticket = kFirst,
              .subject = PersonalText(7, "new"),
              .type = TicketType::kComplaint,
              .priority = TicketPriority::kUrgent,
              .skills = {{{"english", 50}, {"sales", 1}}},
              .tags = {{"late", "angry"}},
              .customer = TicketCustomer{kCustomer, 3},
              .complaint = Complaint{2, "late", PersonalText(7, "promise"), 500, "EUR"}})
          .value();

  struct Row {
    TicketEntryKind what;
    PersonalText text;
    std::string before;
    std::string after;
    bool operator==(const Row&) const = default;
  };
  std::vector<Row> rows;
  for (const TicketNoted& each : AllOf<TicketNoted>(done)) {
    EXPECT_EQ(each.who, "ana");
    rows.push_back({each.what, each.text, each.before, each.after});
  }
  const std::vector<Row> expected = {
      {TicketEntryKind::kSubjectChanged, PersonalText(7, "new"), "", ""},
      {TicketEntryKind::kTypeChanged, {}, "question", "complaint"},
      {TicketEntryKind::kPriorityChanged, {}, "normal", "urgent"},
      {TicketEntryKind::kSkillsChanged, {}, "", "english:50 sales:1"},
      {TicketEntryKind::kTagged, {}, "", "angry late"},
      {TicketEntryKind::kComplaintChanged, PersonalText(7, "promise"), "",
       "severity:2 cause:late promise compensation:500EUR"},
      {TicketEntryKind::kCustomerChanged, {}, "", ""}};
  EXPECT_EQ(rows, expected);
  EXPECT_EQ(ticket().customer, kCustomer);
  EXPECT_EQ(ticket().complaint.compensation_minor, 500);
}

TEST_F(TicketCommandsTest, CommentsOfTheCustomerArePublicAndTheStaffsAsTheySay) {
  MakeTwo();
  const PersonalText text(7, "text");
  const auto comment = [&](CommentAuthor author) {
    return AllOf<TicketNoted>(
               driver
                   .Ask(AddComment{
                       .actor = "portal", .ticket = kFirst, .text = text, .author = author})
                   .value())
        .at(0);
  };

  const TicketNoted of_customer = comment(CommentAuthor::kCustomer);
  EXPECT_EQ(of_customer.who, "(customer)");
  EXPECT_EQ(of_customer.visibility, TicketVisibility::kPublic);
  const TicketNoted of_staff = comment(CommentAuthor::kStaff);
  EXPECT_EQ(of_staff.who, "portal");
  EXPECT_EQ(of_staff.visibility, TicketVisibility::kInternal);
}

TEST_F(TicketCommandsTest, EmptyAndTooLongCommentsAreRefused) {
  MakeTwo();
  AddComment command{.actor = "ana", .ticket = kFirst};
  EXPECT_EQ(ReasonOf(driver.Ask(command)), "TEXT_REQUIRED");

  command.text = PersonalText(7, std::string(32'769, 'x'));
  EXPECT_EQ(ReasonOf(driver.Ask(command)), "TEXT_TOO_LONG");
  command.text.bytes.pop_back();
  EXPECT_EQ(ReasonOf(driver.Ask(command)), "");
}

TEST_F(TicketCommandsTest, CustomersCommentTellsOwnerAndWatchers) {
  CreateTicket made = NewTicket("support");
  made.owner = "ana";
  made.watchers = {"bo"};
  driver.Ask(made).value();
  driver
      .Ask(AddComment{
          .ticket = kFirst, .text = PersonalText(7, "hello?"), .author = CommentAuthor::kCustomer})
      .value();

  EXPECT_EQ(ToldTo(driver, "ana").back(), TicketNoticeKind::kCustomerReplied);
  EXPECT_EQ(ToldTo(driver, "bo"), std::vector{TicketNoticeKind::kCustomerReplied});
}

TEST_F(TicketCommandsTest, MoveLeavesTheTicketWithNobody) {
  MakeTwo();
  driver.Ask(AssignTicket{.actor = "chief", .ticket = kFirst, .owner = "ana"}).value();
  const Effects moved =
      driver.Ask(MoveTicket{.actor = "ana", .ticket = kFirst, .queue = "escalations"}).value();

  EXPECT_EQ(ticket().queue, driver.queue("escalations").id);
  EXPECT_EQ(ticket().owner, AgentId{});
  const auto entries = EntriesOf(moved, TicketEntryKind::kQueueChanged);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].before, "support");
  EXPECT_EQ(entries[0].after, "escalations");
  EXPECT_EQ(ReasonOf(driver.Ask(MoveTicket{.ticket = kFirst})), "QUEUE_REQUIRED");
  EXPECT_EQ(ReasonOf(driver.Ask(MoveTicket{.ticket = kFirst, .queue = "x"})), "QUEUE_NOT_FOUND");
}

TEST_F(TicketCommandsTest, AnUpdateWithAnotherQueueChangesAllOrNothing) {
  MakeTwo();
  driver.Ask(AssignTicket{.actor = "chief", .ticket = kFirst, .owner = "ana"}).value();
  UpdateTicket update{.actor = "ana", .ticket = kFirst, .priority = TicketPriority::kHigh};

  for (const auto& [queue, reason] : {std::pair("x", "QUEUE_NOT_FOUND"), {"", "QUEUE_REQUIRED"}}) {
    update.queue = queue;
    EXPECT_EQ(ReasonOf(driver.Ask(update)), reason);
  }
  EXPECT_EQ(ticket().priority, TicketPriority::kNormal);
  EXPECT_EQ(ticket().owner, ana());

  update.queue = "escalations";
  driver.Ask(update).value();
  EXPECT_EQ(ticket().priority, TicketPriority::kHigh);
  EXPECT_EQ(ticket().queue, driver.queue("escalations").id);
  EXPECT_EQ(ticket().owner, AgentId{});
}

TEST_F(TicketCommandsTest, AResolvedTicketKeepsItsQueueWhateverElseIsUpdated) {
  MakeTwo();
  driver
      .Ask(SetTicketState{.actor = "ana",
                          .ticket = kFirst,
                          .state = TicketState::kResolved,
                          .text = PersonalText(7, "done")})
      .value();
  UpdateTicket update{.actor = "ana", .ticket = kFirst, .priority = TicketPriority::kHigh};

  update.queue = "escalations";
  EXPECT_EQ(ReasonOf(driver.Ask(update)), "TICKET_RESOLVED");
  update.queue = "support";
  EXPECT_EQ(ReasonOf(driver.Ask(update)), "");
  EXPECT_EQ(ticket().priority, TicketPriority::kHigh);
}

TEST_F(TicketCommandsTest, OnlyDeclaredAgentsAreGivenTickets) {
  MakeTwo();
  EXPECT_EQ(ReasonOf(driver.Ask(AssignTicket{.ticket = kFirst, .owner = "x"})), "AGENT_NOT_FOUND");

  Configuration site = TicketSite();
  site.agents.pop_back();
  driver.Configure(site);
  EXPECT_EQ(ReasonOf(driver.Ask(AssignTicket{.ticket = kFirst, .owner = "chen"})),
            "AGENT_NOT_FOUND");
  EXPECT_EQ(ReasonOf(driver.Ask(TakeTicket{.actor = "chen", .ticket = kFirst})), "AGENT_NOT_FOUND");
}

TEST_F(TicketCommandsTest, TicketIsTakenByOneAgentOnly) {
  MakeTwo();
  EXPECT_EQ(ReasonOf(driver.Ask(TakeTicket{.actor = "ana", .ticket = kFirst})), "");
  const Result<Effects> late = driver.Ask(TakeTicket{.actor = "bo", .ticket = kFirst});

  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_EQ(late.error().reason, "TICKET_TAKEN");
  EXPECT_TRUE(driver.Ask(TakeTicket{.actor = "ana", .ticket = kFirst}).value().empty());
  EXPECT_EQ(ticket().owner, ana());
  EXPECT_EQ(ticket().state, TicketState::kOpen);
}

TEST_F(TicketCommandsTest, MergedTicketGoesOnInTheOther) {
  CreateTicket from = NewTicket("support");
  from.customer = kCustomer;
  from.value_tier = 2;
  from.tags = {"late"};
  from.watchers = {"chief"};
  from.interactions = {Name('a'), Name('b')};
  driver.Ask(from).value();
  CreateTicket into = NewTicket("support");
  into.tags = {"angry"};
  into.interactions = {Name('b')};
  driver.Ask(into).value();
  driver.Ask(NewTicket()).value();
  driver.Ask(LinkTickets{.ticket = kFirst, .other = kOther}).value();
  driver.Ask(LinkTickets{.ticket = kFirst, .other = TicketId{3}}).value();
  const Effects merged =
      driver.Ask(MergeTickets{.actor = "ana", .ticket = kFirst, .into = kOther}).value();

  const Ticket& other = driver.ticket(2);
  EXPECT_EQ(ticket().state, TicketState::kClosed);
  EXPECT_EQ(ticket().merged_into, kOther);
  EXPECT_EQ(other.tags, (std::set<std::string>{"angry", "late"}));
  EXPECT_EQ(other.watchers, std::set<std::string>{"chief"});
  EXPECT_EQ(other.interactions, (std::vector{Name('b'), Name('a')}));
  EXPECT_EQ(Ids(other.links), (std::vector{kFirst, TicketId{3}}));
  EXPECT_EQ(other.customer, kCustomer);
  EXPECT_EQ(other.value_tier, 2U);
  ASSERT_EQ(EntriesOf(merged, TicketEntryKind::kMergedInto).size(), 1U);
  EXPECT_EQ(EntriesOf(merged, TicketEntryKind::kMergedInto)[0].after, "2");
  ASSERT_EQ(EntriesOf(merged, TicketEntryKind::kMergedFrom).size(), 1U);
  EXPECT_EQ(EntriesOf(merged, TicketEntryKind::kMergedFrom)[0].after, "1");
}

TEST_F(TicketCommandsTest, TicketsOfTwoCustomersAndOneWithItselfAreNotMerged) {
  CreateTicket command = NewTicket();
  command.customer = kCustomer;
  driver.Ask(command).value();
  command.customer = CustomerId{6};
  driver.Ask(command).value();

  EXPECT_EQ(ReasonOf(driver.Ask(MergeTickets{.ticket = kFirst, .into = kOther})),
            "TICKET_OF_ANOTHER_CUSTOMER");
  EXPECT_EQ(ReasonOf(driver.Ask(MergeTickets{.ticket = kFirst, .into = kFirst})), "TICKET_SAME");
}

TEST_F(TicketCommandsTest, LinkIsShownByBothAndTakenFromBoth) {
  MakeTwo();
  driver.Ask(LinkTickets{.ticket = kFirst, .other = kOther}).value();
  EXPECT_EQ(Ids(driver.ticket(1).links), std::vector{kOther});
  EXPECT_EQ(Ids(driver.ticket(2).links), std::vector{kFirst});
  EXPECT_TRUE(driver.Ask(LinkTickets{.ticket = kOther, .other = kFirst}).value().empty());

  driver.Ask(UnlinkTickets{.ticket = kOther, .other = kFirst}).value();
  EXPECT_TRUE(driver.ticket(1).links.empty());
  EXPECT_TRUE(driver.ticket(2).links.empty());
}

TEST_F(TicketCommandsTest, LinkIsToAnotherTicketThatThereIsOrWas) {
  MakeTwo();
  EXPECT_EQ(ReasonOf(driver.Ask(LinkTickets{.ticket = kFirst, .other = kFirst})), "TICKET_SAME");
  EXPECT_EQ(ReasonOf(driver.Ask(LinkTickets{.ticket = kFirst, .other = TicketId{3}})),
            "TICKET_NOT_FOUND");
  EXPECT_EQ(ReasonOf(driver.Ask(LinkTickets{.ticket = kFirst, .other = TicketId{}})),
            "TICKET_NOT_FOUND");
}

TEST_F(TicketCommandsTest, ThirtyThirdLinkIsRefused) {
  for (int i = 0; i < 34; ++i) driver.Ask(NewTicket()).value();
  for (std::uint64_t other = 2; other <= 33; ++other) {
    driver.Ask(LinkTickets{.ticket = kFirst, .other = TicketId{other}}).value();
  }

  EXPECT_EQ(ReasonOf(driver.Ask(LinkTickets{.ticket = kFirst, .other = TicketId{34}})),
            "TICKET_LINKS_FULL");
  EXPECT_EQ(ReasonOf(driver.Ask(LinkTickets{.ticket = TicketId{34}, .other = kFirst})),
            "TICKET_LINKS_FULL");
  EXPECT_EQ(ReasonOf(driver.Ask(LinkTickets{.ticket = kFirst, .other = TicketId{33}})), "");
}

TEST_F(TicketCommandsTest, InteractionsAreTheNewestThirtyTwo) {
  CreateTicket command = NewTicket();
  command.interactions.assign(31, Name('a'));
  command.interactions.push_back(Name('0'));
  driver.Ask(command).value();
  driver.Ask(LinkInteraction{.ticket = kFirst, .interaction = Name('c')}).value();

  EXPECT_EQ(ticket().interactions.size(), 32U);
  EXPECT_EQ(ticket().interactions.front(), Name('c'));
  EXPECT_EQ(ticket().interactions.back(), Name('a'));
  EXPECT_TRUE(
      driver.Ask(LinkInteraction{.ticket = kFirst, .interaction = Name('c')}).value().empty());
  EXPECT_EQ(ReasonOf(driver.Ask(LinkInteraction{.ticket = kFirst, .interaction = "c"})),
            "INTERACTION_INVALID");
}

TEST_F(TicketCommandsTest, ThirtyThirdWatcherIsRefusedUntilOneGoes) {
  CreateTicket command = NewTicket();
  for (int i = 0; i < 32; ++i) command.watchers.insert("w" + std::to_string(i));
  driver.Ask(command).value();
  const WatchTicket watch{.ticket = kFirst, .watcher = "one-more"};

  EXPECT_EQ(ReasonOf(driver.Ask(watch)), "TICKET_WATCHERS_FULL");
  EXPECT_EQ(ReasonOf(driver.Ask(WatchTicket{.ticket = kFirst, .watcher = "w5"})), "");
  driver.Ask(UnwatchTicket{.ticket = kFirst, .watcher = "w5"}).value();
  EXPECT_EQ(ReasonOf(driver.Ask(watch)), "");
  EXPECT_EQ(ReasonOf(driver.Ask(WatchTicket{.ticket = kFirst, .watcher = ""})), "LOGIN_INVALID");
}

TEST_F(TicketCommandsTest, SixtyFifthAttachmentIsRefused) {
  driver.Ask(NewTicket()).value();
  const PersonalText text(7, "sealed");
  const AttachReference attach{
      .actor = "ana", .ticket = kFirst, .name = text, .address = PersonalText(7, "address")};
  const TicketNoted noted = AllOf<TicketNoted>(driver.Ask(attach).value()).at(0);
  EXPECT_EQ(noted.text, text);
  EXPECT_EQ(noted.reference, PersonalText(7, "address"));
  for (int i = 1; i < 64; ++i) driver.Ask(attach).value();

  EXPECT_EQ(ReasonOf(driver.Ask(attach)), "TICKET_REFERENCES_FULL");
}

TEST_F(TicketCommandsTest, HistoryOfTenThousandEntriesTakesNoMoreOfPeople) {
  driver.Ask(NewTicket()).value();
  const AddComment comment{.actor = "ana", .ticket = kFirst, .text = PersonalText(7, "x")};
  driver.Ask(comment).value();
  for (int entries = 3; entries < 9'999; ++entries) driver.Ask(comment).value();
  ASSERT_EQ(ticket().entries, 9'999U);
  EXPECT_EQ(ReasonOf(driver.Ask(comment)), "");

  EXPECT_EQ(ReasonOf(driver.Ask(comment)), "TICKET_HISTORY_FULL");
}

TEST_F(TicketCommandsTest, SatisfactionIsOneToFiveAndTheLastWordCounts) {
  driver.Ask(NewTicket()).value();
  driver
      .Ask(SetTicketState{.actor = "ana",
                          .ticket = kFirst,
                          .state = TicketState::kResolved,
                          .text = PersonalText(7, "how")})
      .value();
  const auto rate = [this](std::uint32_t satisfaction) {
    return driver.Ask(RateTicket{.actor = "ana", .ticket = kFirst, .satisfaction = satisfaction});
  };

  EXPECT_EQ(ReasonOf(rate(0)), "SATISFACTION_RANGE");
  EXPECT_EQ(ReasonOf(rate(6)), "SATISFACTION_RANGE");
  EXPECT_EQ(ReasonOf(rate(1)), "");
  EXPECT_EQ(ReasonOf(rate(5)), "");
  EXPECT_TRUE(rate(5).value().empty());
  EXPECT_EQ(ticket().satisfaction, 5U);
}

}  // namespace
}  // namespace jackfield::exchange
