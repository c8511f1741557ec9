#include "server/app/cli/board_screen.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "server/app/cli/alert_wording.h"
#include "server/app/cli/board_reason.h"
#include "server/app/cli/board_tickets.h"
#include "server/app/cli/text_table.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Tone = ScreenLine::Tone;

constexpr std::string_view kBelow = "▼ below";
constexpr std::size_t kNameColumns = 16;
constexpr std::size_t kCallerColumns = 24;
constexpr std::size_t kReasonColumns = 12;

// A table whose rows have a look of their own.
struct Block {
  TextTable table;
  std::vector<Tone> tones;
};

std::string Cell(std::string_view text, std::size_t columns) {
  return ClipText(EscapeText(text), columns);
}

std::string WriteClock(WallTime time) {
  google::protobuf::Timestamp at;
  at.set_seconds(time.time_since_epoch().count() / 1'000);
  const std::string whole = WriteTime(at);
  return whole.size() > 11 ? whole.substr(11) : whole;
}

std::string WriteSeconds(Duration span) { return std::to_string(span.count() / 1'000) + " s"; }

ScreenLine HeadOf(const BoardModel& board, const BoardView& view) {
  if (!board.complete()) return {"Jackfield  connecting", Tone::kHeading};
  const std::string clock = WriteClock(view.now) + " UTC";
  if (view.age >= kBoardDeadAfter) {
    return {"!! NO LIVE DATA SINCE " + WriteClock(view.now) + " UTC, for " +
                WriteSeconds(view.age) + " !!",
            Tone::kLoud};
  }
  if (view.age >= kBoardStaleAfter) {
    return {"Jackfield  " + clock + "  STALE, no data for " + WriteSeconds(view.age), Tone::kBad};
  }
  return {"Jackfield  " + clock + "  live, " + WriteSeconds(view.age) + " ago", Tone::kHeading};
}

std::vector<ScreenLine> LinksOf(const BoardModel& board, WallTime now) {
  std::vector<ScreenLine> lines;
  for (const auto& [name, source] : board.sources()) {
    if (source.state() != v1::BoardSource::STATE_DOWN) continue;
    lines.push_back({"!! LINK LOST to " + EscapeText(WriteId(name)) + " for " +
                         WriteSince(source.since_time(), now) + ": figures may be old",
                     Tone::kLoud});
  }
  return lines;
}

// "" without data, else how the service level stands to its target.
std::string DirectionOf(const v1::BoardQueue& queue) {
  const auto level = ServiceLevelOf(queue.queue(), queue.day_ratios());
  if (!level || !queue.queue().has_service_level_target_ratio()) return {};
  const bool below = *level < queue.queue().service_level_target_ratio();
  return below ? std::string(kBelow) : "▲ above";
}

bool WaitsTooLong(const v1::BoardQueue& queue, WallTime now) {
  if (!queue.has_longest_waiting_since_time()) return false;
  const Duration limit{queue.queue().service_level_threshold().seconds() * 1'000 +
                       queue.queue().service_level_threshold().nanos() / 1'000'000};
  return now - WallTimeOf(queue.longest_waiting_since_time()) > limit;
}

// "" without data, else the service level of the present interval, and how it stands to the day's.
std::string TrendOf(const v1::BoardQueue& queue) {
  const auto present = ServiceLevelOf(queue.queue(), queue.interval_ratios());
  const auto day = ServiceLevelOf(queue.queue(), queue.day_ratios());
  if (!present || !day) return {};
  const char* const trend = *present > *day ? "▲ " : *present < *day ? "▼ " : "= ";
  return trend + WriteRatio(*present);
}

// Those that need somebody first, else by name.
std::vector<const v1::BoardQueue*> QueuesInOrder(const BoardModel& board,
                                                 const std::set<std::string>& bad) {
  std::vector<const v1::BoardQueue*> queues;
  for (const auto& [name, queue] : board.queues()) queues.push_back(&queue);
  std::stable_partition(queues.begin(), queues.end(), [&bad](const v1::BoardQueue* queue) {
    return bad.contains(queue->queue().name());
  });
  return queues;
}

// The queues that wait too long, are below their target, or have an alert of a figure.
std::set<std::string> BadQueues(const BoardModel& board, WallTime now) {
  std::set<std::string> bad;
  for (const auto& [name, queue] : board.queues()) {
    if (WaitsTooLong(queue, now) || DirectionOf(queue) == kBelow) bad.insert(name);
  }
  for (const auto& [name, alert] : board.alerts()) {
    if (!alert.has_ticket()) bad.insert(alert.queue());
  }
  return bad;
}

Block QueuesOf(const BoardModel& board, WallTime now) {
  Block block{TextTable({"  QUEUE", "WAIT", "LONGEST", "TALK", "READY", "STAFF", "LEVEL", "TARGET",
                         "", "LOST", "NOW"}),
              {}};
  const std::set<std::string> all_bad = BadQueues(board, now);
  for (const v1::BoardQueue* each : QueuesInOrder(board, all_bad)) {
    const v1::BoardQueue& queue = *each;
    const auto level = ServiceLevelOf(queue.queue(), queue.day_ratios());
    const std::string direction = DirectionOf(queue);
    const bool late = WaitsTooLong(queue, now);
    const bool bad = all_bad.contains(queue.queue().name());
    const std::string mark = queue.stale() ? "? " : bad ? "✖ " : "✓ ";
    const auto& shown = queue.queue();
    block.table.AddRow(
        {mark + Cell(WriteId(shown.name()), kNameColumns), std::to_string(queue.waiting_count()),
         queue.has_longest_waiting_since_time()
             ? WriteSince(queue.longest_waiting_since_time(), now) + (late ? " over" : "")
             : "",
         std::to_string(queue.talking_count()), std::to_string(queue.ready_count()),
         std::to_string(queue.staffed_count()), level ? WriteRatio(*level) : "-",
         shown.has_service_level_target_ratio() ? WriteRatio(shown.service_level_target_ratio())
                                                : "",
         direction, std::to_string(queue.day_counts().abandoned_count()), TrendOf(queue)});
    block.tones.push_back(queue.stale() ? Tone::kDim : bad ? Tone::kBad : Tone::kGood);
  }
  return block;
}

// The queues that have tickets. Those where a time passed are loud.
Block TicketsOf(const BoardModel& board, WallTime now) {
  Block block{TextTable(TicketHeading()), {}};
  for (const auto& [name, queue] : board.queues()) {
    if (!queue.has_tickets()) continue;
    std::vector<std::string> cells = TicketCells(queue, now);
    const bool breached = queue.tickets().breached_clock_count() > 0;
    cells.front() = (breached ? "✖ " : "  ") + Cell(cells.front(), kNameColumns);
    block.table.AddRow(cells);
    block.tones.push_back(breached ? Tone::kBad : Tone::kPlain);
  }
  return block;
}

// Alerts that nobody takes care of first, then the newest.
Block AlertsOf(const BoardModel& board, WallTime now) {
  std::vector<const v1::Alert*> alerts;
  for (const auto& [name, alert] : board.alerts()) alerts.push_back(&alert);
  std::stable_sort(alerts.begin(), alerts.end(), [](const auto* left, const auto* right) {
    const bool cared = left->has_acknowledge_time();
    if (cared != right->has_acknowledge_time()) return !cared;
    return WallTimeOf(left->raise_time()) > WallTimeOf(right->raise_time());
  });
  Block block{TextTable({"! ALERT", "ABOUT", "VALUE", "FOR", "ACKNOWLEDGED BY"}), {}};
  for (const v1::Alert* alert : alerts) {
    const bool cared = alert->has_acknowledge_time();
    block.table.AddRow(
        {(cared ? "  " : "! ") + Cell(WriteId(alert->queue()), kNameColumns), WriteTopic(*alert),
         WriteBreach(*alert), WriteSince(alert->raise_time(), now),
         cared && alert->acknowledged_by().empty() ? "somebody"
                                                   : Cell(alert->acknowledged_by(), kNameColumns)});
    block.tones.push_back(cared ? Tone::kPlain : Tone::kBad);
  }
  return block;
}

Block WaitingOf(const BoardModel& board, WallTime now) {
  std::vector<const v1::BoardWaitingCall*> calls;
  for (const auto& [key, call] : board.waiting()) calls.push_back(&call);
  std::stable_sort(calls.begin(), calls.end(), [](const auto* left, const auto* right) {
    return WallTimeOf(left->waiting_since_time()) < WallTimeOf(right->waiting_since_time());
  });
  Block block{TextTable({"WAITING", "QUEUE", "PLACE", "", "CALLER", "TIER"}), {}};
  for (const v1::BoardWaitingCall* call : calls) {
    const std::string& caller = call->caller_display_name().empty() ? call->number().formatted()
                                                                    : call->caller_display_name();
    block.table.AddRow({WriteSince(call->waiting_since_time(), now),
                        Cell(WriteId(call->queue()), kNameColumns),
                        std::to_string(call->position()), call->ringing() ? "ringing" : "",
                        Cell(caller, kCallerColumns), Cell(call->tier(), kReasonColumns)});
    block.tones.push_back(Tone::kPlain);
  }
  return block;
}

Block AgentsOf(const BoardModel& board, WallTime now) {
  const bool tickets = std::any_of(board.agents().begin(), board.agents().end(),
                                   [](const auto& entry) { return HasTickets(entry.second); });
  Block block{TextTable({"AGENT", "STATE", "FOR", "REASON", "QUEUE", "ANSWERED", "MISSED",
                         tickets ? "TICKETS" : ""}),
              {}};
  for (const auto& [name, agent] : board.agents()) {
    const v1::AgentStatus& status = agent.status();
    if (status.state() == v1::AgentStatus::STATE_LOGGED_OFF) continue;
    const std::string state = WriteEnum(*v1::AgentStatus::State_descriptor(), status.state());
    block.table.AddRow(
        {Cell(WriteId(name), kNameColumns), state, WriteSince(status.since_time(), now),
         Cell(WriteReason(agent), kReasonColumns), Cell(WriteId(agent.call_queue()), kNameColumns),
         std::to_string(agent.day_counts().answered_count()),
         std::to_string(agent.day_counts().ring_no_answer_count()),
         tickets ? WriteTicketLoad(agent) : std::string()});
    block.tones.push_back(status.state() == v1::AgentStatus::STATE_NOT_READY ? Tone::kDim
                                                                             : Tone::kPlain);
  }
  return block;
}

std::vector<ScreenLine> LinesOf(const Block& block) {
  std::vector<ScreenLine> lines;
  std::istringstream text(block.table.Render(TextTable::Heading::kPlain));
  for (std::string line; std::getline(text, line);) {
    const Tone tone = lines.empty() ? Tone::kHeading : block.tones[lines.size() - 1];
    lines.push_back({line, tone});
  }
  return lines;
}

// The block in at most `room` lines; what is cut off is counted in the last one.
void Append(std::vector<ScreenLine> block, std::size_t room, std::vector<ScreenLine>& screen) {
  if (room < 2) return;
  if (block.size() > room) {
    const std::size_t more = block.size() - (room - 1);
    block.resize(room - 1);
    block.push_back({"… " + std::to_string(more) + " more", Tone::kDim});
  }
  for (ScreenLine& line : block) screen.push_back(std::move(line));
}

}  // namespace

std::string ClipText(std::string_view text, std::size_t columns) {
  std::size_t width = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t next = at + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U) ++next;
    width += DisplayWidth(text.substr(at, next - at));
    if (width > columns) break;
    at = next;
  }
  return std::string(text.substr(0, at));
}

std::optional<double> ServiceLevelOf(const v1::Queue& queue, const v1::QueueRatios& ratios) {
  const v1::ServiceLevels& levels = ratios.service_levels();
  const auto some = [](bool there, double level) {
    return there ? std::optional(level) : std::nullopt;
  };
  switch (queue.service_level_formula()) {
    case v1::SERVICE_LEVEL_FORMULA_ANSWERED_ONLY:
      return some(levels.has_answered_only_ratio(), levels.answered_only_ratio());
    case v1::SERVICE_LEVEL_FORMULA_ABANDONS_IGNORED:
      return some(levels.has_abandons_ignored_ratio(), levels.abandons_ignored_ratio());
    case v1::SERVICE_LEVEL_FORMULA_ABANDONS_POSITIVE:
      return some(levels.has_abandons_positive_ratio(), levels.abandons_positive_ratio());
    case v1::SERVICE_LEVEL_FORMULA_SHORT_ABANDONS_DROPPED:
      return some(levels.has_short_abandons_dropped_ratio(), levels.short_abandons_dropped_ratio());
    case v1::SERVICE_LEVEL_FORMULA_UNSPECIFIED:
    case v1::SERVICE_LEVEL_FORMULA_ABANDONS_NEGATIVE:
    case v1::ServiceLevelFormula_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ServiceLevelFormula_INT_MAX_SENTINEL_DO_NOT_USE_:
      return some(levels.has_abandons_negative_ratio(), levels.abandons_negative_ratio());
  }
  return std::nullopt;
}

std::vector<ScreenLine> DrawBoard(const BoardModel& board, const BoardView& view) {
  std::vector<ScreenLine> screen{HeadOf(board, view)};
  for (ScreenLine& link : LinksOf(board, view.now)) screen.push_back(std::move(link));
  if (board.complete()) {
    const auto left = [&] { return view.lines - std::min(view.lines, screen.size()); };
    if (!board.alerts().empty()) {
      Append(LinesOf(AlertsOf(board, view.now)), std::max<std::size_t>(left() / 4, 2), screen);
      screen.push_back({"", Tone::kPlain});
    }
    const std::size_t third = left() / 3;
    Append(LinesOf(QueuesOf(board, view.now)), third + third / 2, screen);
    screen.push_back({"", Tone::kPlain});
    const Block tickets = TicketsOf(board, view.now);
    if (!tickets.table.empty()) {
      Append(LinesOf(tickets), std::max<std::size_t>(left() / 4, 2), screen);
      screen.push_back({"", Tone::kPlain});
    }
    if (!board.waiting().empty()) {
      Append(LinesOf(WaitingOf(board, view.now)), std::max<std::size_t>(left() / 2, 2), screen);
      screen.push_back({"", Tone::kPlain});
    }
    Append(LinesOf(AgentsOf(board, view.now)), left(), screen);
  }
  if (screen.size() > view.lines) screen.resize(view.lines);
  const bool old = view.age >= kBoardStaleAfter;
  for (ScreenLine& line : screen) {
    line.text = ClipText(line.text, view.columns);
    if (old && line.tone != Tone::kLoud && &line != &screen.front()) line.tone = Tone::kDim;
  }
  return screen;
}

}  // namespace jackfield::cli
