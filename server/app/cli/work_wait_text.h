#pragma once

#include <string>
#include <vector>

#include "jackfield/v1/work_wait.pb.h"

// How work waits for an agent, as text for a terminal. Both add to `lines`, not escaped.
namespace jackfield::cli {

// Since when it waits, and what is asked for.
void AddWait(const v1::WorkWait& wait, std::vector<std::string>& lines);

// An empty line, and who is asked and what keeps it from them; nothing where nobody is asked.
void AddCandidates(const v1::WorkWait& wait, std::vector<std::string>& lines);

}  // namespace jackfield::cli
