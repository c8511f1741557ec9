#include <string>
#include <utility>

#include "agent-client/terminal/desk/work_state.h"
#include "agent-client/terminal/screen/panels.h"
#include "agent-client/terminal/screen/work_wording.h"

namespace jackfield::screen {
namespace {

constexpr Style kOffered{Tone::kAccent, true, true};
constexpr Style kCallBack{Tone::kTalking, true, true};
constexpr Style kTold{Tone::kWrapUp, true, true};
constexpr Style kTooLate{Tone::kAlarm, true, true};
constexpr std::size_t kTicketsOnCardMax = 3;  // Lines, but for the promise of the last.

// "Y", or where letters are text "Alt-Y".
std::string KeyOf(const Scene& scene, const char* letter) {
  return desk::IsTyping(scene.state) ? std::string("Alt-") + letter : std::string(letter);
}

Row LineOf(const std::string& what, const std::string& keys, Style style) {
  return {{{" " + what, style}}, {{keys + " ", style}}};
}

Row OfferLine(const Scene& scene, const desk::WorkOffer& offer) {
  const std::size_t others = scene.state.offers.size() - 1;
  const std::string more = others > 0 ? "  +" + std::to_string(others) : std::string();
  const bool ticket = std::holds_alternative<desk::Ticket>(offer.work);
  return LineOf("⚑ " + WriteOffer(offer),
                "−" + WriteSpan(offer.deadline - scene.now) + more + "  " + KeyOf(scene, "Y") +
                    " take  " + KeyOf(scene, "D") + " leave" +
                    (ticket ? "  " + KeyOf(scene, "V") + " look" : std::string()),
                kOffered);
}

Row NoticeLine(const Scene& scene) {
  const desk::WorkNotice& notice = scene.state.notices.front();
  const std::size_t others = scene.state.notices.size() - 1;
  const std::string more = others > 0 ? "+" + std::to_string(others) + "  " : std::string();
  const bool late = notice.kind == desk::WorkNotice::Kind::kClockBreach;
  const bool opens = desk::TicketAtHand(scene.state) == &notice.ticket;
  return LineOf("! " + NameOf(notice.kind) + ": " + WriteTicket(notice.ticket),
                more + KeyOf(scene, "G") + " seen" +
                    (opens ? "  " + KeyOf(scene, "V") + " look" : std::string()),
                late ? kTooLate : kTold);
}

Row CallbackLine(const Scene& scene, const desk::Callback& callback) {
  const std::string left =
      callback.lease ? "−" + WriteSpan(*callback.lease - scene.now) + "  " : std::string();
  return LineOf("☎ " + WriteCallback(callback), left + KeyOf(scene, "B") + " open", kCallBack);
}

}  // namespace

std::vector<Row> WorkLines(const Scene& scene) {
  std::vector<Row> lines;
  if (const desk::WorkOffer* const offer = desk::FirstOffer(scene.state)) {
    lines.push_back(OfferLine(scene, *offer));
  }
  if (scene.state.callback) lines.push_back(CallbackLine(scene, *scene.state.callback));
  if (!scene.state.notices.empty()) lines.push_back(NoticeLine(scene));
  return lines;
}

std::vector<Row> TicketRows(const Scene& scene, const std::vector<desk::Ticket>& tickets) {
  std::vector<Row> rows;
  for (const desk::Ticket& ticket : tickets) {
    if (rows.size() >= kTicketsOnCardMax) break;
    rows.push_back({{{"⚑ " + WriteTicket(ticket), {}}, {" · " + NameOf(ticket.state), kDimmed}},
                    {WriteDue(ticket, scene.now)}});
    if (ticket.complaint && !ticket.complaint->promised_action.empty()) {
      rows.push_back({{{"  promised: " + ticket.complaint->promised_action, kBold}}});
    }
  }
  return rows;
}

}  // namespace jackfield::screen
