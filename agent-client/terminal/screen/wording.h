#pragma once

#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "agent-client/terminal/desk/desk_state.h"
#include "agent-client/terminal/screen/cell_grid.h"

// What the desk says, in words. All are pure functions. Texts of callers in them are not cleaned.
namespace jackfield::screen {

// "a · b · c" of what is not empty.
std::string Join(const std::vector<std::string>& parts);

// The civil time of the place where the screen stands.
using ToLocal = std::function<std::tm(WallTime)>;

std::string WriteSpan(Duration span);                        // 00:07, 1:02:03
std::string WriteClock(WallTime time, const ToLocal& zone);  // 14:31:52
// "Today 09:12", "20 Nov 09:12", "20 Nov 2025".
std::string WriteDay(WallTime time, WallTime now, const ToLocal& zone);

std::string NameOf(desk::AgentState state);
std::string SignOf(desk::AgentState state);
Style StyleOf(desk::AgentState state);
// The label of a not-ready reason. Its code, when it is not configured any more.
std::string LabelOf(const desk::DeskState& state, const std::string& reason);

std::string NameOf(desk::Channel channel);
std::string SignOf(desk::Channel channel);
std::string NameOf(desk::CallResult result);
std::string NameOf(desk::NumberKind kind);
std::string NameOf(desk::CandidateReason reason);
std::string NameOf(desk::PopMode mode);
std::string WhyMissed(desk::CloseReason reason);

// "+86 138 0013 8000", "Number withheld", "Number not known".
std::string WriteNumber(const desk::Caller& caller);
// The name, else the number.
std::string WriteWho(const desk::Caller& caller);
std::string WriteMissedWho(const desk::Missed& missed);
// How the caller was matched, and how many have the number.
std::string WriteMatch(const desk::Caller& caller);
// "2nd call today". Empty for the first.
std::string WriteCallsToday(int count);

std::string WriteToast(const desk::DeskState& state, const desk::Toast& toast);

// The link as a sign with a word, and the banner under the header. Empty: none.
Span WriteLink(const desk::DeskState& state);
Span WriteBanner(const desk::DeskState& state, const ToLocal& zone);

}  // namespace jackfield::screen
