#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield {

// A question to the list of tickets that somebody keeps by name.
struct SavedViewRow {
  std::string id;     // 32 hexadecimal digits.
  std::string owner;  // Login of who saved it first.
  bool shared = false;
  std::string display_name;
  std::string question;        // As the API writes it; no other layer reads it.
  std::uint64_t revision = 0;  // From 1, one more with each change.
  WallTime created{};
  WallTime updated{};

  bool operator==(const SavedViewRow&) const = default;
};

// The saved views. A private one is its owner's; a shared one is everybody's.
//
// Rules:
//  V1. Private ones of one owner have names of their own, and so have the shared ones.
//  V2. An owner has at most kPrivateMax private ones, and there are at most kSharedMax shared ones.
//      Why: a list that is shown whole stays one that can be read.
//
// Errors of all: kUnavailable, kDataLoss; of those that write also kResourceExhausted (STORE_FULL).
//
// Thread safety: thread-safe; blocks on the store.
class SavedViews {
 public:
  static constexpr std::size_t kPrivateMax = 50;
  static constexpr std::size_t kSharedMax = 100;

  virtual ~SavedViews() = default;

  // The private ones of `login`, then the shared ones, each by name.
  virtual Result<std::vector<SavedViewRow>> ListFor(std::string_view login) = 0;

  // Errors: kNotFound (SAVED_VIEW_NOT_FOUND).
  virtual Result<SavedViewRow> Get(std::string_view id) = 0;

  // Adds a view. Errors: kAlreadyExists (SAVED_VIEW_EXISTS), V1; kResourceExhausted
  // (SAVED_VIEWS_FULL), V2.
  virtual Status Add(const SavedViewRow& view) = 0;

  // Replaces the view of that id whose revision is one less; its owner and its creation stay.
  // Errors: those of Add(); kNotFound (SAVED_VIEW_NOT_FOUND); kAborted (ETAG_MISMATCH) when it has
  // another revision.
  virtual Status Replace(const SavedViewRow& view) = 0;

  // Deletes the view if it has the revision. Errors: kNotFound (SAVED_VIEW_NOT_FOUND); kAborted
  // (ETAG_MISMATCH) when it has another revision. A second time is kNotFound.
  virtual Status Delete(std::string_view id, std::uint64_t revision) = 0;
};

}  // namespace jackfield
