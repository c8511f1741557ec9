#include "server/app/setting_recorder.h"

#include <cstdio>

namespace jackfield::app {
namespace {

// `text` as a basic string of TOML.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04X", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

void SettingRecorder::Text(std::string_view key, std::string& value, TextRule rule) {
  inner_.Text(key, value, rule);
  Note(key, Quoted(value));
}

void SettingRecorder::Secret(std::string_view key, security::Secret& value) {
  inner_.Secret(key, value);
  Note(key, value.empty() ? "\"\"" : "\"***\"");
}

void SettingRecorder::Flag(std::string_view key, bool& value) {
  inner_.Flag(key, value);
  Note(key, value ? "true" : "false");
}

void SettingRecorder::Integer(std::string_view key, std::int64_t& value, IntegerRange range) {
  inner_.Integer(key, value, range);
  Note(key, std::to_string(value));
}

void SettingRecorder::Address(std::string_view key, ListenAddress& value) {
  inner_.Address(key, value);
  Note(key, Quoted(value.text()));
}

void SettingRecorder::Choice(std::string_view key, std::size_t& value,
                             const std::vector<std::string>& names) {
  inner_.Choice(key, value, names);
  Note(key, Quoted(names[value]));
}

void SettingRecorder::TextList(std::string_view key, std::vector<std::string>& value,
                               std::size_t count_max) {
  inner_.TextList(key, value, count_max);
  std::string list = "[";
  for (const std::string& text : value) list += (list.size() > 1 ? ", " : "") + Quoted(text);
  Note(key, list + "]");
}

void SettingRecorder::Table(std::string_view key, const Schema& schema) {
  inner_.Table(key, [&](SettingFields& fields) {
    SettingRecorder recorder(fields, settings_, prefix_ + std::string(key) + ".");
    schema(recorder);
  });
}

void SettingRecorder::TableList(std::string_view key, std::size_t count_max, const Schema& schema) {
  std::size_t place = 0;
  inner_.TableList(key, count_max, [&](SettingFields& fields) {
    SettingRecorder recorder(fields, settings_,
                             prefix_ + std::string(key) + "." + std::to_string(place++) + ".");
    schema(recorder);
  });
}

void NoteOrigins(const std::map<std::string, std::string>& places,
                 std::vector<SettingInForce>& settings) {
  for (SettingInForce& setting : settings) {
    const auto place = places.find(setting.key);
    setting.origin = place == places.end() ? "default" : place->second;
  }
}

}  // namespace jackfield::app
