#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <google/protobuf/util/time_util.h>

#include "jackfield/v1/admin_service.grpc.pb.h"
#include "jackfield/v1/interaction_service.grpc.pb.h"
#include "jackfield/v1/report_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/progress_meter.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/whatif_change.h"
#include "server/app/cli/whatif_groups.h"
#include "server/app/cli/whatif_history.h"
#include "server/app/cli/whatif_report.h"
#include "server/app/cli/wording.h"
#include "server/app/simulate/prng.h"
#include "server/app/whatif/queue_world.h"
#include "server/app/whatif/replay.h"
#include "server/exchange/counters.h"

namespace jackfield::cli {
namespace {

using google::protobuf::util::TimeUtil;

constexpr Duration kReadLimit{30'000};      // What the server gives a call at most.
constexpr Duration kCallBefore{3'600'000};  // A call may begin so long before it is in the queue.
constexpr Duration kTimeMax{31LL * 24 * 3'600'000};
constexpr int kInteractionsPage = 500;
constexpr int kRowsPage = 5'000;
constexpr std::int64_t kCallsMax = 500'000;

struct WhatifOptions {
  std::string queue;
  std::string from;
  std::string to;
  WhatifChangeTexts change;
  std::uint64_t seed = 1;
  int runs = 20;
};

struct Question {
  std::string queue;  // `queues/{queue}`.
  WhatifTime time;
  WhatifChange change;
};

// What the server tells.
struct Answers {
  v1::Queue queue;
  v1::QueueCounts counts;
  std::vector<v1::AgentReportRow> agents;
  QueueHistory history;
};

google::protobuf::Timestamp ToProto(WallTime time) {
  return TimeUtil::MillisecondsToTimestamp(time.time_since_epoch().count());
}

Result<WallTime> TimeOf(const std::string& text) {
  const auto time = ReadTime(text);
  if (!time) return Fail(time);
  return WallTime(Duration(TimeUtil::TimestampToMilliseconds(*time)));
}

// Empty: up to the last whole interval that is over.
Result<WallTime> EndOf(const std::string& text) {
  if (!text.empty()) return TimeOf(text);
  return exchange::IntervalOf(
      std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()));
}

Result<Question> QuestionOf(const WhatifOptions& options) {
  const auto from = TimeOf(options.from);
  if (!from) return Fail(from);
  const auto to = EndOf(options.to);
  if (!to) return Fail(to);
  if (*to <= *from || *to - *from > kTimeMax) {
    return Fail(ErrorCode::kInvalidArgument, "--to must be after --from, by at most 31 days");
  }
  auto change = ReadWhatifChange(options.change);
  if (!change) return Fail(change);
  const bool named = options.queue.find('/') != std::string::npos;
  return Question{named ? options.queue : "queues/" + options.queue, WhatifTimeOf(*from, *to),
                  std::move(*change)};
}

Result<v1::Queue> ReadQueue(Program& program, const Question& question) {
  v1::GetQueueRequest request;
  request.set_name(question.queue);
  const auto response =
      program.Call<v1::AdminService>(&v1::AdminService::Stub::GetQueue, request, kReadLimit);
  if (!response) return Fail(response);
  return response->queue();
}

Result<v1::QueueCounts> ReadCounts(Program& program, const Question& question) {
  v1::GetQueueReportRequest request;
  *request.mutable_start_time() = ToProto(question.time.from);
  *request.mutable_end_time() = ToProto(question.time.to);
  request.set_interval(v1::REPORT_INTERVAL_TOTAL);
  request.add_queues(question.queue);
  const auto response = program.Call<v1::ReportService>(&v1::ReportService::Stub::GetQueueReport,
                                                        request, kReadLimit);
  if (!response) return Fail(response);
  if (response->totals().empty()) return v1::QueueCounts();
  return response->totals(0).counts();
}

Result<std::vector<v1::AgentReportRow>> ReadAgents(Program& program, const Question& question) {
  v1::GetAgentReportRequest request;
  *request.mutable_start_time() = ToProto(question.time.lead_in);
  *request.mutable_end_time() = ToProto(question.time.to);
  request.set_interval(v1::REPORT_INTERVAL_QUARTER_HOUR);
  request.set_page_size(kRowsPage);
  const auto all = ReadPages<v1::GetAgentReportResponse>([&](const std::string& token) {
    request.set_page_token(token);
    return program.Call<v1::ReportService>(&v1::ReportService::Stub::GetAgentReport, request,
                                           kReadLimit);
  });
  if (!all) return Fail(all);
  return std::vector<v1::AgentReportRow>(all->rows().begin(), all->rows().end());
}

Result<QueueHistory> ReadHistory(Program& program, const Question& question) {
  v1::ListInteractionsRequest request;
  v1::InteractionFilter& filter = *request.mutable_filter();
  filter.set_queue(question.queue);
  *filter.mutable_start_time() = ToProto(question.time.lead_in - kCallBefore);
  *filter.mutable_end_time() = ToProto(question.time.to);
  request.set_page_size(kInteractionsPage);
  ProgressMeter meter("calls read", ProgressMeter::FormFor(program.options.quiet));
  QueueHistory history{.tiers = question.change.tiers};
  std::int64_t calls = 0;
  do {
    const auto page = program.Call<v1::InteractionService>(
        &v1::InteractionService::Stub::ListInteractions, request, kReadLimit);
    if (!page) return Fail(page);
    for (const v1::Interaction& each : page->interactions()) {
      AddTo(history, each.call(), question.queue, question.time);
    }
    calls += page->interactions_size();
    meter.Show({.at = {}, .items = calls, .done = 0, .all = 0});
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && calls < kCallsMax);
  if (request.page_token().empty()) return history;
  return Fail(ErrorCode::kResourceExhausted,
              "more calls than can be simulated: ask about less time");
}

Result<Answers> Ask(Program& program, const Question& question) {
  Answers answers;
  auto queue = ReadQueue(program, question);
  if (!queue) return Fail(queue);
  auto counts = ReadCounts(program, question);
  if (!counts) return Fail(counts);
  auto agents = ReadAgents(program, question);
  if (!agents) return Fail(agents);
  auto history = ReadHistory(program, question);
  if (!history) return Fail(history);
  return Answers{std::move(*queue), std::move(*counts), std::move(*agents), std::move(*history)};
}

// The wrap-up is a limit: each call takes the after-call work that it took, as far as that goes.
void SetWrapUp(exchange::QueueConfiguration& queue, const QueueHistory& history,
               std::optional<Duration> changed) {
  if (changed) {
    queue.wrap_up = *changed;
    return;
  }
  for (const whatif::PastStay& stay : history.stays) {
    queue.wrap_up = std::max(queue.wrap_up, stay.after_call_work);
  }
}

whatif::StaffingPlan StaffingBy(const WhatifChange& change, const whatif::StaffingPlan& staffing,
                                const WhatifTime& time) {
  if (change.day.empty()) return Changed(staffing, change.staffing);
  return whatif::PlanByDay(change.day, time.lead_in, time.to);
}

whatif::QueueSetup SetupOf(const Question& question, const Answers& answers,
                           const whatif::StaffingPlan& staffing, const WhatifChange& change) {
  whatif::QueueSetup setup{.queue = QueueOf(answers.queue),
                           .rules = change.rules,
                           .staffing = StaffingBy(change, staffing, question.time),
                           .skills = change.skills,
                           .ring = change.ring.value_or(RingOf(answers.agents)),
                           .begin = question.time.lead_in,
                           .count_from = question.time.from,
                           .end = question.time.to};
  if (change.threshold) setup.queue.service_level_threshold = change.threshold;
  setup.queue.routing.strategy = change.strategy.value_or(exchange::RoutingStrategy::kLongestIdle);
  setup.queue.routing.rings = change.rings;
  setup.queue.offer_limit = std::max(setup.queue.offer_limit, setup.ring + Duration{1'000});
  SetWrapUp(setup.queue, answers.history, change.wrap_up);
  return setup;
}

struct Setups {
  whatif::QueueSetup as_it_was;
  std::optional<whatif::QueueSetup> changed;
};

// The runs of both simulations: the same callers in both.
struct Runs {
  std::vector<whatif::Figures> replayed;
  std::vector<whatif::Figures> changed;
  std::vector<WhatifGroup> groups;
};

std::vector<WhatifGroup> GroupsOf(const WhatifChange& change, const whatif::Outcome& happened) {
  std::vector<WhatifGroup> groups = GroupsOf(change);
  for (WhatifGroup& group : groups) group.happened = FiguresOf(group, happened);
  return groups;
}

Runs Simulate(const Program& program, const WhatifOptions& options,
              const whatif::CallerSource& callers, const Setups& setups,
              std::vector<WhatifGroup> groups) {
  ProgressMeter meter("runs", ProgressMeter::FormFor(program.options.quiet));
  simulate::Prng seeds(options.seed);
  const auto formula = setups.as_it_was.queue.service_level_formula;
  Runs runs{.groups = std::move(groups)};
  for (int run = 0; run < options.runs; ++run) {
    const std::vector<whatif::Arrival> arrivals = callers.Draw(seeds.Next());
    const whatif::Outcome replayed = whatif::QueueWorld(setups.as_it_was).Run(arrivals);
    runs.replayed.push_back(FiguresOf(replayed, formula));
    for (WhatifGroup& group : runs.groups) group.replayed.push_back(FiguresOf(group, replayed));
    if (setups.changed) {
      const whatif::Outcome outcome = whatif::QueueWorld(*setups.changed).Run(arrivals);
      runs.changed.push_back(FiguresOf(outcome, formula));
      for (WhatifGroup& group : runs.groups) group.changed.push_back(FiguresOf(group, outcome));
    }
    meter.Show({.at = {}, .items = run + 1, .done = run + 1, .all = options.runs});
  }
  return runs;
}

std::string Staffed(const whatif::StaffingPlan& plan) {
  const auto [least, most] = std::minmax_element(
      plan.begin(), plan.end(), [](const whatif::StaffingStep& a, const whatif::StaffingStep& b) {
        return a.agents < b.agents;
      });
  if (plan.empty()) return "0";
  if (least->agents == most->agents) return std::to_string(least->agents);
  return std::to_string(least->agents) + " to " + std::to_string(most->agents);
}

std::string PatienceAssumed(const std::vector<whatif::PastStay>& stays) {
  if (stays.empty()) return "Nobody was in the queue in this time.";
  std::size_t abandoned = 0;
  Duration longest{0};
  for (const whatif::PastStay& stay : stays) {
    if (stay.end != whatif::PastStay::End::kAbandoned) continue;
    ++abandoned;
    longest = std::max(longest, stay.wait);
  }
  if (abandoned == 0) return "Nobody hung up while waiting, so everybody waits for ever here.";
  return "How long callers wait is estimated from the " + std::to_string(abandoned) + " of " +
         std::to_string(stays.size()) + " who hung up (Kaplan-Meier); beyond " +
         WriteSeconds(longest) + " it is a guess.";
}

std::vector<std::string> AssumptionsOf(const Answers& answers, const StaffingHistory& staffing,
                                       const whatif::QueueSetup& setup,
                                       const whatif::CallerSource& callers) {
  const std::string who =
      setup.queue.routing.rings.empty()
          ? "all agents can take all calls."
          : "who can take a call is said by --rings and --skills, in WHAT IF only: the first to "
            "sign on have the skills that come first, and who is beyond the list has none.";
  const bool by_priority = setup.rules != exchange::RoutingRules{};
  std::vector<std::string> assumptions{
      "Whoever distributed the calls then, here it is done by the rules of a directed queue; " +
          who,
      "Staffing as it was, from the " + std::to_string(staffing.agents) +
          " agents who answered calls of the queue, without their time for other queues: " +
          Staffed(whatif::PlanOf(staffing.staffed)) +
          " at a time; what if: " + Staffed(setup.staffing) + ".",
      "Every phone that rings is answered after " + WriteSeconds(setup.ring) +
          "; nobody lets a call pass.",
      PatienceAssumed(answers.history.stays),
      "The " + std::to_string(callers.unknown_handling()) +
          " callers who were not answered would have taken as long as those who were.",
      "\xC2\xB1 is the 95 % interval for what was drawn, with the callers who came then; another "
      "day differs by more.",
  };
  if (by_priority) {
    assumptions.emplace_back(
        "In SIMULATED AS IT WAS the callers are answered in their order. Tiers, and the mark "
        "open_complaint, are those that the customers have today; complaints that are only "
        "tickets are not known here.");
  }
  return assumptions;
}

ExitCode Print(const Program& program, const WhatifReport& report) {
  if (program.options.json) {
    program.PrintJson(JsonOf(report));
    return ExitCode::kOk;
  }
  program.Print(TableOf(report));
  for (const std::string& assumption : report.assumptions) program.PrintLine("- " + assumption);
  return ExitCode::kOk;
}

ExitCode Whatif(Program& program, const WhatifOptions& options) {
  const auto question = QuestionOf(options);
  if (!question) return program.Fail(question.error()), ExitCode::kUsage;
  const auto answers = Ask(program, *question);
  if (!answers) return program.Fail(answers.error());

  const WhatifTime& time = question->time;
  const WhatifChange& change = question->change;
  const QueueHistory& history = answers->history;
  const StaffingHistory staffing = StaffingOf(history, answers->agents, time);
  const whatif::StaffingPlan plan = whatif::PlanOf(staffing.staffed);
  const whatif::CallerSource callers(history.stays);
  Setups setups{.as_it_was = SetupOf(*question, *answers, plan, {.threshold = change.threshold})};
  if (change.changes_the_course()) setups.changed = SetupOf(*question, *answers, plan, change);

  whatif::Outcome happened = HappenedOf(answers->counts, history, staffing, time);
  if (change.threshold) Recount(happened, history, time, *change.threshold);
  const auto formula = setups.as_it_was.queue.service_level_formula;
  Runs runs = Simulate(program, options, callers, setups, GroupsOf(change, happened));
  const auto threshold = setups.as_it_was.queue.service_level_threshold;
  return Print(program,
               {.queue = question->queue,
                .threshold = threshold.value_or(exchange::kDefaultServiceLevelThreshold),
                .happened = FiguresOf(happened, formula),
                .replayed = std::move(runs.replayed),
                .changed = std::move(runs.changed),
                .groups = std::move(runs.groups),
                .assumptions = AssumptionsOf(*answers, staffing,
                                             setups.changed.value_or(setups.as_it_was), callers)});
}

void AddChangeOptions(CLI::App& verb, WhatifChangeTexts& texts) {
  verb.add_option("--agents", texts.agents,
                  "So many agents throughout; +2 or -2: more or fewer than there were");
  verb.add_option("--staffing", texts.staffing,
                  "Agents by the time of the day (UTC), e.g. 08:00=12,17:30=4");
  verb.add_option("--rings", texts.rings,
                  "Skills asked of agents, and what after some wait, e.g. "
                  "\"english>=50,60s:english,120s:any\"");
  verb.add_option("--skills", texts.skills,
                  "What the agents can do, in the order in which they sign on, e.g. "
                  "\"4*english=80,3*english=30+german=60\"");
  verb.add_option("--priority", texts.priority,
                  "Points of score by the customer's tier, and for one with a complaint, e.g. "
                  "gold=300,complaint=200. A priority of the queue changes nothing among its own "
                  "callers");
  verb.add_option("--weight", texts.weight,
                  "With --priority: points of score for each minute of waiting, e.g. 5. 1 without");
  verb.add_option("--strategy", texts.strategy, "Who of the free agents gets a call")
      ->check(CLI::IsMember(StrategyNames()));
  verb.add_option("--threshold", texts.threshold,
                  "Service-level threshold, e.g. 30s; what happened is counted anew by it");
  verb.add_option("--wrap-up", texts.wrap_up, "After-call work takes no longer, e.g. 20s");
  verb.add_option("--ring", texts.ring, "A phone rings so long before it is answered, e.g. 5s");
}

}  // namespace

void AddWhatifCommand(CLI::App& app, Program& program) {
  constexpr int kRunsMax = 1'000;
  const auto options = std::make_shared<WhatifOptions>();
  CLI::App& verb = AddVerb(app, "whatif", "Simulate stored calls under another rule or staffing",
                           program, [&program, options] { return Whatif(program, *options); });
  verb.footer("What is assumed is printed below the table. See server/docs/whatif.md.");
  verb.add_option("--queue", options->queue, "The queue")->required();
  verb.add_option("--from", options->from, "Beginning: 2026-11-22, or 2026-11-22T14:00:00+01:00")
      ->required();
  verb.add_option("--to", options->to,
                  "End, not included. Absent: the last whole quarter of an hour");
  AddChangeOptions(verb, options->change);
  verb.add_option("--seed", options->seed, "Same seed, same result")->capture_default_str();
  verb.add_option("--runs", options->runs, "Simulations, of which the mean is shown")
      ->check(CLI::Range(1, kRunsMax))
      ->capture_default_str();
}

}  // namespace jackfield::cli
