#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/app/setting_fields.h"
#include "server/ports/diagnostics.h"

namespace jackfield::app {

// Notes each setting with its value, after `inner` has read it. Secrets are noted as "***".
//
// Lifetime: both arguments outlive it.
//
// Thread safety: none; one per reading.
class SettingRecorder : public SettingFields {
 public:
  SettingRecorder(SettingFields& inner, std::vector<SettingInForce>& settings,
                  std::string prefix = {})
      : inner_(inner), settings_(settings), prefix_(std::move(prefix)) {}

  void Text(std::string_view key, std::string& value, TextRule rule) override;
  void Secret(std::string_view key, security::Secret& value) override;
  void Flag(std::string_view key, bool& value) override;
  void Integer(std::string_view key, std::int64_t& value, IntegerRange range) override;
  void Address(std::string_view key, ListenAddress& value) override;
  void Choice(std::string_view key, std::size_t& value,
              const std::vector<std::string>& names) override;
  void TextList(std::string_view key, std::vector<std::string>& value,
                std::size_t count_max) override;
  void Table(std::string_view key, const Schema& schema) override;
  void TableList(std::string_view key, std::size_t count_max, const Schema& schema) override;

 private:
  void Note(std::string_view key, std::string value) {
    settings_.push_back({prefix_ + std::string(key), std::move(value), ""});
  }

  SettingFields& inner_;
  std::vector<SettingInForce>& settings_;
  const std::string prefix_;
};

// Fills in where each setting comes from: its place in `places` (SettingFindings), or "default".
//
// Thread safety: pure function.
void NoteOrigins(const std::map<std::string, std::string>& places,
                 std::vector<SettingInForce>& settings);

}  // namespace jackfield::app
