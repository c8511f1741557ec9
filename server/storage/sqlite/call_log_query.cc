#include "server/storage/sqlite/call_log_query.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "server/exchange/caller.h"
#include "server/storage/sqlite/subject_keys.h"

namespace jackfield::sqlite {
namespace {

// Of a call from here (2) the dialled number says who the other side is, else the caller's. Names
// of queues and codes of dispositions hold no control character: a line break stands between them.
constexpr std::string_view kReadSql = R"sql(
  SELECT i.call_id, i.started_at_ms, i.direction, i.result,
    i.ended_at_ms IS NULL AND i.agent <> '', i.presentation, i.talk_ms,
    CASE i.customer_id WHEN 0 THEN 0 ELSE coalesce(
      (SELECT nullif(merged_into, 0) FROM customer WHERE id = i.customer_id), i.customer_id) END,
    CASE i.direction WHEN 2 THEN i.dialled_key ELSE i.number_key END,
    (SELECT subject FROM subject_key
     WHERE id = CASE i.direction WHEN 2 THEN i.dialled_key ELSE i.number_key END),
    (SELECT coalesce(sum(waited_ms), 0) FROM interaction_leg WHERE call_id = i.call_id),
    (SELECT group_concat(queue, char(10)) FROM interaction_leg WHERE call_id = i.call_id),
    (SELECT group_concat(disposition, char(10)) FROM interaction_after_call
     WHERE call_id = i.call_id AND disposition <> '')
  FROM interaction AS i
  WHERE (i.started_at_ms, i.call_id) > (?1, ?2) AND i.started_at_ms < ?3 AND i.parent_id = 0
  ORDER BY i.started_at_ms, i.call_id LIMIT ?4
)sql";

// The lines of `text`, each once.
std::vector<std::string> DifferentLines(const std::optional<std::string>& text) {
  std::vector<std::string> lines;
  if (!text) return lines;
  for (std::size_t begin = 0; begin <= text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    std::string line = text->substr(begin, end - begin);
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) {
      lines.push_back(std::move(line));
    }
    begin = end + 1;
  }
  return lines;
}

LoggedCall ReadCall(Prepared& found, const std::string& hash_secret) {
  LoggedCall call;
  bool lives_and_has_agent = false;
  exchange::Presentation presentation{};
  CustomerId customer;
  std::uint64_t key = 0;
  std::optional<std::string> subject;
  std::optional<std::string> queues;
  std::optional<std::string> dispositions;
  found.Read(call.call, call.started, call.direction, call.result, lives_and_has_agent);
  found.Read(presentation, call.talk, customer, key, subject, call.waited, queues, dispositions);
  // Whoever calls from here is connected from the beginning: that says nothing of the other side.
  call.talks = lives_and_has_agent && (call.direction == exchange::Direction::kInbound ||
                                       call.direction == exchange::Direction::kUnknown);
  call.withheld = presentation == exchange::Presentation::kWithheld;
  if (subject) {
    call.number_party = std::move(*subject);
  } else if (key != 0) {
    call.number_party = "erased " + std::to_string(key);  // Still one and the same person.
  }
  call.identified = static_cast<bool>(customer);
  call.party =
      call.identified ? SubjectHash(hash_secret, {.customer = customer}) : call.number_party;
  call.queues = DifferentLines(queues);
  call.dispositions = DifferentLines(dispositions);
  return call;
}

}  // namespace

CallLogStep ReadCallLog(Connection& connection, const std::string& hash_secret,
                        const CallLogPlace& after, WallTime until, std::size_t count) {
  CallLogStep step;
  auto found = connection.Prepare(kReadSql);
  found.Bind(after.started, after.call, until, count);
  while (found.Step()) step.calls.push_back(ReadCall(found, hash_secret));
  if (step.calls.size() == count) {
    step.next = CallLogPlace{step.calls.back().started, step.calls.back().call};
  }
  return step;
}

}  // namespace jackfield::sqlite
