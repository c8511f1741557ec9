#pragma once

#include "jackfield/v1/ticket.pb.h"

#include "server/app/cli/program.h"

namespace jackfield::cli {

// Adds the verbs that change one ticket to the noun `tickets`: `create`, `comment`, `assign`,
// `resolve`, `reopen`, `pending`, `close`, `merge`, `link` and `rate`. `program` outlives it.
void AddTicketEdits(CLI::App& tickets, Program& program);

// Prints one ticket with its clocks.
void PrintTicket(const Program& program, const v1::Ticket& ticket);

// Prints a response that holds a ticket, or says why there is none.
template <typename Response>
ExitCode AnswerTicket(Program& program, const Result<Response>& response) {
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
  } else {
    PrintTicket(program, response->ticket());
  }
  return ExitCode::kOk;
}

}  // namespace jackfield::cli
