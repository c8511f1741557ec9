#include "server/app/cli/board_tickets.h"

#include "server/app/cli/board_model.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {

std::vector<std::string> TicketHeading() {
  return {"TICKETS OF", "OPEN", "WAIT", "OFFERED", "OLDEST", "PENDING", "WARNED", "BREACHED"};
}

std::vector<std::string> TicketCells(const v1::BoardQueue& queue, WallTime now) {
  const v1::BoardQueueTickets& tickets = queue.tickets();
  return {WriteId(queue.queue().name()),
          std::to_string(tickets.open_count()),
          std::to_string(tickets.waiting_count()),
          std::to_string(tickets.offered_count()),
          tickets.has_longest_waiting_since_time()
              ? WriteSince(tickets.longest_waiting_since_time(), now)
              : std::string(),
          std::to_string(tickets.pending_count()),
          std::to_string(tickets.warned_clock_count()),
          std::to_string(tickets.breached_clock_count())};
}

bool HasTickets(const v1::BoardAgent& agent) {
  const v1::BoardAgentTickets& tickets = agent.tickets();
  return tickets.held_count() + tickets.pending_count() + tickets.offered_count() > 0;
}

std::string WriteTicketLoad(const v1::BoardAgent& agent) {
  const v1::BoardAgentTickets& tickets = agent.tickets();
  const std::string load =
      std::to_string(tickets.held_count()) + "/" + std::to_string(tickets.capacity());
  return tickets.offered_count() == 0 ? load
                                      : load + " +" + std::to_string(tickets.offered_count());
}

}  // namespace jackfield::cli
