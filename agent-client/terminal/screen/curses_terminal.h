#pragma once

#include <memory>
#include <optional>

#include "agent-client/terminal/desk/desk_input.h"
#include "agent-client/terminal/screen/cell_grid.h"
#include "server/base/result.h"

namespace jackfield::screen {

// The terminal, by ncurses: cells out, keys in. Without colours where NO_COLOR is set or the
// terminal has none; words and signs say the same.
//
// Thread safety: none; one per process.
class CursesTerminal {
 public:
  // Takes the terminal over. Errors: kFailedPrecondition when there is none, or when the locale is
  // not UTF-8.
  static Result<std::unique_ptr<CursesTerminal>> Open();
  // Gives the terminal back as it was.
  ~CursesTerminal();

  CursesTerminal(const CursesTerminal&) = delete;
  CursesTerminal& operator=(const CursesTerminal&) = delete;

  int rows() const;
  int columns() const;
  // Takes the size that the terminal has now.
  void Resize();

  void Show(const Frame& frame);
  // Draws everything anew at the next Show().
  void Forget();
  void RingBell();

  // The next key that was typed. nullopt: none waits, or one that means nothing.
  struct Typed {
    bool any = false;  // False: nothing waits.
    std::optional<desk::Key> key;
  };
  Typed ReadKey();

 private:
  CursesTerminal() = default;
};

}  // namespace jackfield::screen
