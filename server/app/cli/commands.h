#pragma once

#include "server/app/cli/program.h"

// The verbs of `jackfield`. Each function adds its nouns and verbs to `app`; a verb that the
// command line names sets `program.action`. `program` outlives `app`.
namespace jackfield::cli {

void AddSessionCommands(CLI::App& app, Program& program);   // login, logout, whoami, status
void AddApplyCommand(CLI::App& app, Program& program);      // apply
void AddCustomerCommands(CLI::App& app, Program& program);  // customers …
void AddHistoryCommand(CLI::App& app, Program& program);    // history
void AddCallCommands(CLI::App& app, Program& program);      // calls list|show
void AddTicketCommands(CLI::App& app, Program& program);    // tickets …
void AddCallbackCommands(CLI::App& app, Program& program);  // callbacks …
void AddBoardCommand(CLI::App& app, Program& program);      // board
void AddAlertCommands(CLI::App& app, Program& program);     // alerts list|acknowledge
void AddReportCommands(CLI::App& app, Program& program);    // report queues|agents|calls|…
void AddUserCommands(CLI::App& app, Program& program);      // users …
void AddTokenCommands(CLI::App& app, Program& program);     // tokens …
void AddBackupCommands(CLI::App& app, Program& program);    // backup …
void AddEventCommands(CLI::App& app, Program& program);     // events publish
void AddSimulateCommand(CLI::App& app, Program& program);   // simulate
void AddWhatifCommand(CLI::App& app, Program& program);     // whatif
void AddDoctorCommand(CLI::App& app, Program& program);     // doctor
void AddConfigCommands(CLI::App& app, Program& program);    // config show
void AddNumberCommands(CLI::App& app, Program& program);    // number test
void AddHelpCommands(CLI::App& app, Program& program);      // completion, man

}  // namespace jackfield::cli
