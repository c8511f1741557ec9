#pragma once

#include <string>

#include "jackfield/v1/alert.pb.h"

// Alerts as people read them. All are pure functions.
namespace jackfield::cli {

// "waiting", "longest wait", "service level".
std::string WriteFigure(v1::AlertRule::Figure figure);

// A value of the figure in its unit: "12", "1:05", "68.0 %".
std::string WriteFigureValue(v1::AlertRule::Figure figure, double value);

// What it is about: "longest wait", "complaint".
std::string WriteTopic(const v1::Alert& alert);

// The value when it was raised beside the limit: "12 over 10", "68.0 % under 80.0 %"; of a ticket
// which one: "ticket 12".
std::string WriteBreach(const v1::Alert& alert);

}  // namespace jackfield::cli
