#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace jackfield::cli {

// The manual page of a program in man(7), made from its tree of commands: what `--help` says, of
// every command at once.
//
// Thread safety: pure function.
std::string ManPage(const CLI::App& app, const std::string& version);

}  // namespace jackfield::cli
