# Every library from outside, found once. All of them are Debian 12 packages; tests/run.sh and
# deploy/demo.sh install them (deploy/install-packages.sh has the list).
find_package(Boost 1.74 REQUIRED)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Boost 1.74 looks for the coroutines of older clang versions; the standard ones are there.
  target_compile_definitions(Boost::headers INTERFACE
    BOOST_ASIO_HAS_CO_AWAIT BOOST_ASIO_HAS_STD_COROUTINE)
endif()
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(absl REQUIRED)
find_package(date REQUIRED)
find_package(spdlog REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)
find_package(OpenSSL REQUIRED)

# tl::expected is header-only and stands in the compiler's own include path.
find_path(TL_EXPECTED_INCLUDE tl/expected.hpp REQUIRED)

# libphonenumber ships no CMake package in Debian.
find_package(ICU REQUIRED COMPONENTS uc)
find_library(PHONENUMBER_LIBRARY phonenumber REQUIRED)
find_library(PHONENUMBER_PLACES_LIBRARY geocoding REQUIRED)
find_path(PHONENUMBER_INCLUDE phonenumbers/phonenumberutil.h REQUIRED)
add_library(jackfield_phonenumber INTERFACE)
add_library(jackfield::phonenumber ALIAS jackfield_phonenumber)
target_link_libraries(jackfield_phonenumber INTERFACE ${PHONENUMBER_PLACES_LIBRARY}
  ${PHONENUMBER_LIBRARY} protobuf::libprotobuf ICU::uc)
target_include_directories(jackfield_phonenumber SYSTEM INTERFACE ${PHONENUMBER_INCLUDE})

# toml++ is compiled once, in Debian's library, not in every file that includes it.
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
add_library(jackfield_tomlplusplus INTERFACE)
add_library(jackfield::tomlplusplus ALIAS jackfield_tomlplusplus)
target_link_libraries(jackfield_tomlplusplus INTERFACE PkgConfig::tomlplusplus)
find_package(prometheus-cpp REQUIRED COMPONENTS core)

# libcsv (RFC 4180) is one header and one library, without a CMake package.
find_library(CSV_LIBRARY csv REQUIRED)
find_path(CSV_INCLUDE csv.h REQUIRED)
add_library(jackfield_csv INTERFACE)
add_library(jackfield::csv ALIAS jackfield_csv)
target_link_libraries(jackfield_csv INTERFACE ${CSV_LIBRARY})
target_include_directories(jackfield_csv SYSTEM INTERFACE ${CSV_INCLUDE})

# ncurses with wide characters, for the terminal desk.
pkg_check_modules(ncursesw REQUIRED IMPORTED_TARGET ncursesw)
add_library(jackfield_ncurses INTERFACE)
add_library(jackfield::ncurses ALIAS jackfield_ncurses)
target_link_libraries(jackfield_ncurses INTERFACE PkgConfig::ncursesw)
target_compile_definitions(jackfield_ncurses INTERFACE NCURSES_WIDECHAR=1)
