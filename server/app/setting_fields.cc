#include "server/app/setting_fields.h"

namespace jackfield::app {
namespace {

// Thread safety: none; one per list.
class KeyLister : public SettingFields {
 public:
  explicit KeyLister(std::vector<std::string>& keys) : keys_(keys) {}

  void Text(std::string_view key, std::string&, TextRule) override { Add(key); }
  void Secret(std::string_view key, security::Secret&) override { Add(key); }
  void Flag(std::string_view key, bool&) override { Add(key); }
  void Integer(std::string_view key, std::int64_t&, IntegerRange) override { Add(key); }
  void Address(std::string_view key, ListenAddress&) override { Add(key); }
  void Choice(std::string_view key, std::size_t&, const std::vector<std::string>&) override {
    Add(key);
  }
  void TextList(std::string_view key, std::vector<std::string>&, std::size_t) override { Add(key); }
  void Table(std::string_view key, const Schema& schema) override {
    const std::string outer = prefix_;
    prefix_.append(key).append(".");
    schema(*this);
    prefix_ = outer;
  }
  void TableList(std::string_view key, std::size_t, const Schema& schema) override {
    Table(std::string(key) + ".*", schema);
  }

 private:
  void Add(std::string_view key) { keys_.push_back(prefix_ + std::string(key)); }

  std::vector<std::string>& keys_;
  std::string prefix_;
};

}  // namespace

std::string SettingProblem::text() const {
  std::string line = where;
  if (!line.empty()) line += ": ";
  if (!key.empty()) line += key + ": ";
  return line + rule;
}

std::vector<std::string> ListKeys(const SettingFields::Schema& schema) {
  std::vector<std::string> keys;
  KeyLister lister(keys);
  schema(lister);
  return keys;
}

}  // namespace jackfield::app
