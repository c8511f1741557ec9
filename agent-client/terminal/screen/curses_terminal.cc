#include "agent-client/terminal/screen/curses_terminal.h"

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <string>
#include <string_view>

#include <langinfo.h>
#include <ncurses.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "agent-client/terminal/desk/text_field.h"
#include "agent-client/terminal/screen/cell_text.h"

namespace jackfield::screen {
namespace {

constexpr int kEscapeDelayMs = 25;
constexpr wint_t kEscape = 27;

// One pair of colours for each tone, numbered by it.
short PairOf(Tone tone) { return static_cast<short>(static_cast<int>(tone) + 1); }

short ColourOf(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
    case Tone::kDim:
      return -1;
    case Tone::kAccent:
      return COLOR_CYAN;
    case Tone::kReady:
      return COLOR_GREEN;
    case Tone::kRinging:
      return COLOR_BLUE;
    case Tone::kTalking:
      return COLOR_MAGENTA;
    case Tone::kWrapUp:
      return COLOR_YELLOW;
    case Tone::kAlarm:
      return COLOR_RED;
  }
  return -1;
}

void StartColours() {
  const char* const without = std::getenv("NO_COLOR");
  const bool wanted = without == nullptr || *without == '\0';
  if (!wanted || has_colors() == FALSE) return;
  start_color();
  use_default_colors();
  for (const Tone tone :
       {Tone::kAccent, Tone::kReady, Tone::kRinging, Tone::kTalking, Tone::kWrapUp, Tone::kAlarm}) {
    init_pair(PairOf(tone), ColourOf(tone), -1);
  }
}

attr_t AttributesOf(const Style& style) {
  attr_t attributes = A_NORMAL;
  if (style.bold) attributes |= A_BOLD;
  if (style.reverse) attributes |= A_REVERSE;
  if (style.underline) attributes |= A_UNDERLINE;
  if (style.tone == Tone::kDim) attributes |= A_DIM;
  return attributes;
}

short ColoursOf(const Style& style) {
  const bool plain = style.tone == Tone::kPlain || style.tone == Tone::kDim;
  return COLOR_PAIRS > 0 && !plain ? PairOf(style.tone) : static_cast<short>(0);
}

// The letters of a cell as curses takes them. A letter of which the system's library believes
// another width would move all that is to its right; it is drawn as "?".
std::wstring LettersOf(const Cell& cell, int width) {
  std::wstring letters;
  for (const char32_t character : desk::ToCharacters(cell.bytes)) {
    letters += static_cast<wchar_t>(character);
  }
  if (letters.empty() || wcwidth(letters.front()) != width) {
    return std::wstring(static_cast<std::size_t>(width), L'?');
  }
  std::size_t kept = 1;
  while (kept < letters.size() && wcwidth(letters[kept]) == 0) ++kept;
  letters.resize(kept);
  return letters;
}

bool IsLetter(wint_t typed) {
  return (typed >= 'a' && typed <= 'z') || (typed >= 'A' && typed <= 'Z') || typed == '/' ||
         typed == '?';
}

char32_t Small(wint_t typed) {
  return typed >= 'A' && typed <= 'Z' ? typed - 'A' + 'a' : static_cast<char32_t>(typed);
}

std::optional<desk::Key> FunctionKey(wint_t typed) {
  using Kind = desk::Key::Kind;
  switch (typed) {
    case KEY_LEFT:
      return desk::Key{Kind::kLeft};
    case KEY_RIGHT:
      return desk::Key{Kind::kRight};
    case KEY_UP:
      return desk::Key{Kind::kUp};
    case KEY_DOWN:
      return desk::Key{Kind::kDown};
    case KEY_PPAGE:
      return desk::Key{Kind::kPageUp};
    case KEY_NPAGE:
      return desk::Key{Kind::kPageDown};
    case KEY_HOME:
      return desk::Key{Kind::kHome};
    case KEY_END:
      return desk::Key{Kind::kEnd};
    case KEY_BTAB:
      return desk::Key{Kind::kBackTab};
    case KEY_BACKSPACE:
      return desk::Key{Kind::kBackspace};
    case KEY_DC:
      return desk::Key{Kind::kDelete};
    case KEY_ENTER:
      return desk::Key{Kind::kEnter};
    default:
      return std::nullopt;
  }
}

std::optional<desk::Key> PlainKey(wint_t typed) {
  using Kind = desk::Key::Kind;
  switch (typed) {
    case '\r':
    case '\n':
      return desk::Key{Kind::kEnter};
    case '\t':
      return desk::Key{Kind::kTab};
    case 0x7F:
    case '\b':
      return desk::Key{Kind::kBackspace};
    default:
      break;
  }
  if (typed < 0x20) return desk::Key{Kind::kControl, static_cast<char32_t>(typed + 'a' - 1)};
  return desk::Key{Kind::kCharacter, static_cast<char32_t>(typed)};
}

// Esc alone, or the first byte of a key with Alt.
std::optional<desk::Key> EscapeKey() {
  using Kind = desk::Key::Kind;
  wint_t next = 0;
  const int got = get_wch(&next);
  if (got == ERR) return desk::Key{Kind::kEscape};
  if (got == KEY_CODE_YES) return FunctionKey(next);
  if (next == '\r' || next == '\n') return desk::Key{Kind::kNewLine};
  if (next == kEscape) {
    unget_wch(static_cast<wchar_t>(next));  // Esc pressed twice closes two things.
    return desk::Key{Kind::kEscape};
  }
  if (IsLetter(next)) return desk::Key{Kind::kAlt, Small(next)};
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<CursesTerminal>> CursesTerminal::Open() {
  std::setlocale(LC_ALL, "");
  if (std::string_view(nl_langinfo(CODESET)) != "UTF-8") std::setlocale(LC_ALL, "C.UTF-8");
  if (std::string_view(nl_langinfo(CODESET)) != "UTF-8") {
    return Fail(ErrorCode::kFailedPrecondition, "the locale is not UTF-8: set LANG=C.UTF-8");
  }
  if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1) {
    return Fail(ErrorCode::kFailedPrecondition, "there is no terminal; use --headless");
  }
  if (newterm(nullptr, stdout, stdin) == nullptr) {
    return Fail(ErrorCode::kFailedPrecondition, "the terminal is not known: set TERM");
  }
  StartColours();
  set_escdelay(kEscapeDelayMs);
  raw();
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  return std::unique_ptr<CursesTerminal>(new CursesTerminal);
}

CursesTerminal::~CursesTerminal() { endwin(); }

int CursesTerminal::rows() const { return LINES; }

int CursesTerminal::columns() const { return COLS; }

void CursesTerminal::Resize() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return;
  resizeterm(size.ws_row, size.ws_col);
  clearok(stdscr, TRUE);
}

void CursesTerminal::Show(const Frame& frame) {
  const Grid& grid = frame.grid;
  erase();
  for (int row = 0; row < std::min(grid.rows(), LINES); ++row) {
    for (int column = 0; column < std::min(grid.columns(), COLS); ++column) {
      const Cell& cell = grid.at(row, column);
      if (cell.bytes.empty()) continue;
      const bool wide = column + 1 < grid.columns() && grid.at(row, column + 1).bytes.empty();
      const std::wstring letters = LettersOf(cell, wide ? 2 : 1);
      attr_set(AttributesOf(cell.style), ColoursOf(cell.style), nullptr);
      mvaddnwstr(row, column, letters.c_str(), static_cast<int>(letters.size()));
    }
  }
  attr_set(A_NORMAL, 0, nullptr);
  curs_set(frame.cursor ? 1 : 0);
  if (frame.cursor) move(frame.cursor->row, frame.cursor->column);
  refresh();
}

void CursesTerminal::Forget() { clearok(stdscr, TRUE); }

void CursesTerminal::RingBell() { beep(); }

CursesTerminal::Typed CursesTerminal::ReadKey() {
  wint_t typed = 0;
  const int got = get_wch(&typed);
  if (got == ERR) return {};
  if (got == KEY_CODE_YES) return {true, FunctionKey(typed)};
  if (typed == kEscape) return {true, EscapeKey()};
  return {true, PlainKey(typed)};
}

}  // namespace jackfield::screen
