#include "server/storage/sqlite/interaction_table.h"

#include <cstdint>
#include <string_view>

namespace jackfield::sqlite::interaction_table {
namespace {

enum class Participant : std::uint8_t { kAgent = 1, kQueue = 2, kDisposition = 3 };

// Of a call that is saved again most often nothing changes that an index holds. Saying so leaves
// the pages of eight indices alone: two fifths of what a commit would write.
constexpr std::string_view kUpdateSql = R"sql(
  UPDATE interaction SET
    switch_id = ?4, origin = ?6, presentation = ?7, number_key = ?8, number = ?9,
    caller_name_key = ?10, caller_name = ?11, e164_key = ?12, e164 = ?13, match = ?14,
    candidates = ?16, candidate_count = ?17, dialled_key = ?18, dialled = ?19, attached = ?20,
    end_cause = ?23, parent_id = ?24, talk_ms = ?25, hold_ms = ?26, agent = ?27, queue = ?28
  WHERE call_id = ?1
    AND (name, source, direction, customer_id, started_at_ms, result, number_lookup, denied_id)
      = (?2, ?3, ?5, ?15, ?21, ?29, ?30, ?31)
    AND ended_at_ms IS ?22
)sql";
constexpr std::string_view kSaveSql = R"sql(
  INSERT INTO interaction (
    call_id, name, source, switch_id, direction, origin, presentation,
    number_key, number, caller_name_key, caller_name, e164_key, e164, match,
    customer_id, candidates, candidate_count, dialled_key, dialled, attached,
    started_at_ms, ended_at_ms, end_cause, parent_id, talk_ms, hold_ms, agent, queue, result,
    number_lookup, denied_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          ?)
  ON CONFLICT (call_id) DO UPDATE SET
    name = excluded.name, source = excluded.source, switch_id = excluded.switch_id,
    direction = excluded.direction, origin = excluded.origin,
    presentation = excluded.presentation, number_key = excluded.number_key,
    number = excluded.number, caller_name_key = excluded.caller_name_key,
    caller_name = excluded.caller_name, e164_key = excluded.e164_key, e164 = excluded.e164,
    match = excluded.match, customer_id = excluded.customer_id,
    candidates = excluded.candidates, candidate_count = excluded.candidate_count,
    dialled_key = excluded.dialled_key, dialled = excluded.dialled,
    attached = excluded.attached, started_at_ms = excluded.started_at_ms,
    ended_at_ms = excluded.ended_at_ms, end_cause = excluded.end_cause,
    parent_id = excluded.parent_id, talk_ms = excluded.talk_ms, hold_ms = excluded.hold_ms,
    agent = excluded.agent, queue = excluded.queue, result = excluded.result,
    number_lookup = excluded.number_lookup, denied_id = excluded.denied_id,
    claimed_by = CASE claimed_by WHEN excluded.denied_id THEN 0 ELSE claimed_by END
)sql";

// Parts that did not change are not written: most of a call's are final.
constexpr std::string_view kSaveLegSql = R"sql(
  INSERT INTO interaction_leg (call_id, position, queue, entered_at_ms, waited_ms, outcome, agent,
                               talk_ms, hold_ms, transferred, foretold_p50_ms, foretold_p90_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (call_id, position) DO UPDATE SET
    queue = excluded.queue, entered_at_ms = excluded.entered_at_ms,
    waited_ms = excluded.waited_ms, outcome = excluded.outcome, agent = excluded.agent,
    talk_ms = excluded.talk_ms, hold_ms = excluded.hold_ms, transferred = excluded.transferred,
    foretold_p50_ms = excluded.foretold_p50_ms, foretold_p90_ms = excluded.foretold_p90_ms
  WHERE (queue, entered_at_ms, waited_ms, outcome, agent, talk_ms, hold_ms, transferred,
         foretold_p50_ms, foretold_p90_ms)
    IS NOT (excluded.queue, excluded.entered_at_ms, excluded.waited_ms, excluded.outcome,
            excluded.agent, excluded.talk_ms, excluded.hold_ms, excluded.transferred,
            excluded.foretold_p50_ms, excluded.foretold_p90_ms)
)sql";
constexpr std::string_view kSaveOfferSql = R"sql(
  INSERT INTO interaction_offer (call_id, position, offer_id, number, agent, queue, started_at_ms,
                                 rang_ms, state, answered_by, shown_at_ms, desk_present)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (call_id, position) DO UPDATE SET
    offer_id = excluded.offer_id, number = excluded.number, agent = excluded.agent,
    queue = excluded.queue, started_at_ms = excluded.started_at_ms, rang_ms = excluded.rang_ms,
    state = excluded.state, answered_by = excluded.answered_by,
    shown_at_ms = excluded.shown_at_ms, desk_present = excluded.desk_present
  WHERE (offer_id, agent, queue, started_at_ms, rang_ms, state, answered_by, shown_at_ms)
    IS NOT (excluded.offer_id, excluded.agent, excluded.queue, excluded.started_at_ms,
            excluded.rang_ms, excluded.state, excluded.answered_by, excluded.shown_at_ms)
)sql";
constexpr std::string_view kSaveAfterSql = R"sql(
  INSERT OR REPLACE INTO interaction_after_call (call_id, position, agent, disposition, note_key,
                                                 note, done_at_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?)
)sql";
constexpr std::string_view kSaveParticipantSql = R"sql(
  INSERT OR IGNORE INTO interaction_participant (kind, name, started_at_ms, call_id)
  VALUES (?, ?, ?, ?)
)sql";
constexpr std::string_view kCutLegsSql =
    "DELETE FROM interaction_leg WHERE call_id = ?1 AND position >= ?2";
constexpr std::string_view kCutOffersSql =
    "DELETE FROM interaction_offer WHERE call_id = ?1 AND position >= ?2";
constexpr std::string_view kCutAfterSql =
    "DELETE FROM interaction_after_call WHERE call_id = ?1 AND position >= ?2";
constexpr std::string_view kLegsSql = R"sql(
  SELECT queue, entered_at_ms, waited_ms, outcome, agent, talk_ms, hold_ms, transferred,
         foretold_p50_ms, foretold_p90_ms
  FROM interaction_leg WHERE call_id = ?1 ORDER BY position
)sql";
constexpr std::string_view kOffersSql = R"sql(
  SELECT offer_id, number, agent, queue, started_at_ms, rang_ms, state, answered_by, shown_at_ms,
         desk_present
  FROM interaction_offer WHERE call_id = ?1 ORDER BY position
)sql";
constexpr std::string_view kAfterSql = R"sql(
  SELECT agent, disposition, note_key, note, done_at_ms
  FROM interaction_after_call WHERE call_id = ?1 ORDER BY position
)sql";

int Write(Connection& connection, std::string_view sql, const InteractionRow& row) {
  const exchange::Caller& caller = row.caller;
  return connection.Prepare(sql)
      .Bind(row.call, row.name, row.source, row.switch_id, row.direction, row.origin)
      .Bind(caller.presentation, caller.number, caller.name, caller.e164, caller.match)
      .Bind(caller.customer, Archived{caller.candidates}, caller.candidate_count)
      .Bind(row.dialled, Archived{row.attached}, row.started, row.ended, row.end, row.parent)
      .Bind(row.talk, row.hold, row.agent, row.queue, row.result)
      .Bind(Blob{caller.number_key}, caller.denied)
      .Run();
}

void SaveLegs(Connection& connection, const InteractionRow& row) {
  std::size_t position = 0;
  for (const InteractionLeg& leg : row.legs) {
    connection.Prepare(kSaveLegSql)
        .Bind(row.call, position++, leg.queue, leg.entered, leg.waited, leg.outcome, leg.agent,
              leg.talk, leg.hold, leg.transferred, leg.foretold_p50, leg.foretold_p90)
        .Run();
  }
  connection.Prepare(kCutLegsSql).Bind(row.call, position).Run();
}

void SaveOffers(Connection& connection, const InteractionRow& row) {
  std::size_t position = 0;
  for (const InteractionOffer& offer : row.offers) {
    connection.Prepare(kSaveOfferSql)
        .Bind(row.call, position++, offer.id, offer.number, offer.agent, offer.queue, offer.started,
              offer.rang, offer.state, offer.answered_by, offer.shown, offer.desk_present)
        .Run();
  }
  connection.Prepare(kCutOffersSql).Bind(row.call, position).Run();
}

void SaveAfter(Connection& connection, const InteractionRow& row) {
  std::size_t position = 0;
  for (const InteractionAfterCall& after : row.after) {
    connection.Prepare(kSaveAfterSql)
        .Bind(row.call, position++, after.agent, after.disposition, after.note, after.done)
        .Run();
  }
  connection.Prepare(kCutAfterSql).Bind(row.call, position).Run();
}

void SaveParticipant(Connection& connection, const InteractionRow& row, Participant kind,
                     const std::string& name) {
  if (name.empty()) return;
  connection.Prepare(kSaveParticipantSql).Bind(kind, name, row.started, row.call).Run();
}

void SaveParticipants(Connection& connection, const InteractionRow& row) {
  SaveParticipant(connection, row, Participant::kAgent, row.agent);
  SaveParticipant(connection, row, Participant::kQueue, row.queue);
  for (const InteractionLeg& leg : row.legs) {
    SaveParticipant(connection, row, Participant::kAgent, leg.agent);
    SaveParticipant(connection, row, Participant::kQueue, leg.queue);
  }
  for (const InteractionAfterCall& after : row.after) {
    SaveParticipant(connection, row, Participant::kAgent, after.agent);
    SaveParticipant(connection, row, Participant::kDisposition, after.disposition);
  }
}

}  // namespace

void Save(Connection& connection, const InteractionRow& row) {
  if (Write(connection, kUpdateSql, row) == 0) Write(connection, kSaveSql, row);
  SaveLegs(connection, row);
  SaveOffers(connection, row);
  SaveAfter(connection, row);
  SaveParticipants(connection, row);
}

InteractionRow ReadRow(Prepared& found) {
  InteractionRow row;
  exchange::Caller& caller = row.caller;
  found.Read(row.call, row.name, row.source, row.switch_id, row.direction, row.origin);
  found.Read(caller.presentation, caller.number, caller.name, caller.e164, caller.match);
  found.Read(caller.customer, Archived{caller.candidates}, caller.candidate_count);
  found.Read(row.dialled, Archived{row.attached}, row.started, row.ended, row.end, row.parent);
  found.Read(row.talk, row.hold, row.agent, row.queue, row.result);
  found.Read(caller.number_key, caller.denied);
  return row;
}

void LoadParts(Connection& connection, InteractionRow& row) {
  auto legs = connection.Prepare(kLegsSql);
  legs.Bind(row.call);
  while (legs.Step()) {
    InteractionLeg& leg = row.legs.emplace_back();
    legs.Read(leg.queue, leg.entered, leg.waited, leg.outcome, leg.agent, leg.talk, leg.hold,
              leg.transferred, leg.foretold_p50, leg.foretold_p90);
  }
  auto offers = connection.Prepare(kOffersSql);
  offers.Bind(row.call);
  while (offers.Step()) {
    InteractionOffer& offer = row.offers.emplace_back();
    offers.Read(offer.id, offer.number, offer.agent, offer.queue, offer.started, offer.rang,
                offer.state, offer.answered_by, offer.shown, offer.desk_present);
  }
  LoadAfterCall(connection, row);
}

void LoadAfterCall(Connection& connection, InteractionRow& row) {
  auto records = connection.Prepare(kAfterSql);
  records.Bind(row.call);
  while (records.Step()) {
    InteractionAfterCall& after = row.after.emplace_back();
    records.Read(after.agent, after.disposition, after.note, after.done);
  }
}

}  // namespace jackfield::sqlite::interaction_table
