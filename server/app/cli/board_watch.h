#pragma once

#include "jackfield/v1/supervision_service.pb.h"

#include "server/app/cli/program.h"

namespace jackfield::cli {

// Shows the board in the terminal until an interruption, drawn anew four times a second and in the
// size that the terminal has. With `--json` each message of the stream is printed as a line.
//
// A lost stream is opened again, and what is shown is told to be old meanwhile; only a refusal that
// would be the same again ends it.
//
// Thread safety: none; one per run.
ExitCode WatchBoard(Program& program, const v1::BoardFilter& filter);

}  // namespace jackfield::cli
