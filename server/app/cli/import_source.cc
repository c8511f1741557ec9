#include "server/app/cli/import_source.h"

#include <array>
#include <filesystem>
#include <random>
#include <utility>

#include <sodium.h>

namespace jackfield::cli {
namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr std::size_t kIdBytes = 16;

tl::unexpected<Error> Unreadable(const std::string& file) {
  return FailField("FILE_UNREADABLE", file, "cannot be read");
}

Result<std::vector<std::pair<std::string, std::string>>> Renames(
    const std::vector<std::string>& texts) {
  std::vector<std::pair<std::string, std::string>> renames;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      return Fail(ErrorCode::kInvalidArgument, "--column is HEADING=FIELD, not '" + text + "'");
    }
    renames.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return renames;
}

// A hash of texts, each with its end marked.
//
// Thread safety: none; one per hash.
class Digest {
 public:
  Digest() { crypto_generichash_init(&state_, nullptr, 0, kIdBytes); }

  void Add(std::string_view piece) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(piece.data()),
                              piece.size());
  }
  void AddText(const std::string& text) { Add(std::to_string(text.size()) + ":" + text); }

  std::string Take() {
    std::array<unsigned char, kIdBytes> bytes{};
    crypto_generichash_final(&state_, bytes.data(), bytes.size());
    std::array<char, 2 * kIdBytes + 1> text{};
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    return text.data();
  }

 private:
  crypto_generichash_state state_{};
};

}  // namespace

Result<std::string> ImportIdOf(const ImportOptions& options, const std::string& server) {
  Digest digest;
  for (const std::string& text : {server, options.region, options.system}) digest.AddText(text);
  for (const std::string& column : options.columns) digest.AddText(column);
  if (options.again) digest.AddText(std::to_string(std::random_device()()));
  std::ifstream file(options.file, std::ios::binary);
  std::array<char, kPieceBytes> piece{};
  while (file.read(piece.data(), piece.size()) || file.gcount() > 0) {
    digest.Add({piece.data(), static_cast<std::size_t>(file.gcount())});
  }
  if (!file.eof()) return Unreadable(options.file);
  return digest.Take();
}

Result<std::unique_ptr<ImportSource>> ImportSource::Open(const ImportOptions& options) {
  std::unique_ptr<ImportSource> source(new ImportSource(options));
  std::error_code error;
  source->bytes_all_ = static_cast<std::int64_t>(std::filesystem::file_size(options.file, error));
  source->file_.open(options.file, std::ios::binary);
  if (error || !source->file_) return Unreadable(options.file);
  if (const Status read = source->ReadHeadings(); !read) return Fail(read);
  return source;
}

Status ImportSource::ReadHeadings() {
  const auto renames = Renames(options_.columns);
  if (!renames) return Fail(renames);
  auto row = NextRow();
  if (!row) return Fail(row);
  if (!*row) return Fail(ErrorCode::kInvalidArgument, options_.file + " is empty");
  if (!(*row)->problem.empty()) return Fail(ErrorCode::kInvalidArgument, (*row)->problem);
  headings_ = std::move((*row)->cells);
  Result<CustomerColumns> columns = CustomerColumns::Read(headings_, *renames, options_.system);
  if (!columns) return Fail(columns);
  columns_ = *std::move(columns);
  return {};
}

Result<std::optional<CsvRow>> ImportSource::NextRow() {
  for (;;) {
    if (auto row = reader_.Next()) return row;
    if (ended_) return std::nullopt;
    std::array<char, kPieceBytes> piece{};
    file_.read(piece.data(), piece.size());
    const auto size = static_cast<std::size_t>(file_.gcount());
    if (!file_ && !file_.eof()) {
      return Fail(ErrorCode::kUnavailable, options_.file + " can be read no further");
    }
    bytes_read_ += static_cast<std::int64_t>(size);
    reader_.Feed({piece.data(), size});
    ended_ = size < piece.size();
    if (ended_) reader_.Finish();
  }
}

Result<std::optional<SourceRow>> ImportSource::Next() {
  auto row = NextRow();
  if (!row) return Fail(row);
  if (!*row) return std::nullopt;
  SourceRow read{(*row)->line, std::move((*row)->cells), v1::Customer()};
  if ((*row)->problem.empty()) {
    read.customer = columns_->ToCustomer(read.cells);
  } else {
    read.customer = Fail(ErrorCode::kInvalidArgument, (*row)->problem);
  }
  return read;
}

}  // namespace jackfield::cli
