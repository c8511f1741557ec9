add_library(jackfield_warnings INTERFACE)
target_compile_options(jackfield_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wno-missing-field-initializers  # Designated initialisers leave the rest to its defaults.
  -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough
  # GCC 12 warns of library code that its optimizer joined: a release must build all the same.
  $<$<NOT:$<CONFIG:Release>>:-Werror>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety -Wswitch-enum>)

# Sorts headers into `with_source`, which are the first #include of their .cc file
# (tests/tidy/header_form_test.py), so that compiling it shows that they stand alone, and
# `without_source`, for which CMake makes a source file.
function(jackfield_header_sets headers sources)
  set(with_source)
  set(without_source)
  foreach(header IN LISTS headers)
    string(REGEX REPLACE "\\.h$" ".cc" source ${header})
    if(source IN_LIST sources)
      list(APPEND with_source ${header})
    else()
      list(APPEND without_source ${header})
    endif()
  endforeach()
  return(PROPAGATE with_source without_source)
endfunction()

# Defines the library jackfield_<name> with the alias jackfield::<name>.
#
#   jackfield_library(exchange
#     HEADERS call_table.h             # Every header of the folder.
#     SOURCES call_table.cc
#     DEPENDS jackfield::base          # Seen by users of this library.
#     PRIVATE_DEPENDS SQLite::SQLite3) # Seen by its .cc files only.
#
# Include paths start at the root of the repository, so that each #include names the folder that it
# depends on; tests/tidy/layering_test.py compares them with STYLE's table.
function(jackfield_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;SOURCES;DEPENDS;PRIVATE_DEPENDS")
  if(arg_SOURCES)
    add_library(jackfield_${name} STATIC ${arg_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(jackfield_${name} PRIVATE jackfield_warnings ${arg_PRIVATE_DEPENDS})
  else()
    add_library(jackfield_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(jackfield::${name} ALIAS jackfield_${name})
  jackfield_header_sets("${arg_HEADERS}" "${arg_SOURCES}")
  target_sources(jackfield_${name} ${scope}
    FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${without_source}
    FILE_SET compiled TYPE HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${with_source})
  set_target_properties(jackfield_${name} PROPERTIES INTERFACE_HEADER_SETS_TO_VERIFY HEADERS)
  target_link_libraries(jackfield_${name} ${scope} ${arg_DEPENDS})
endfunction()

# Defines the program `name`, which lands in build/<preset>/bin/.
function(jackfield_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE jackfield_warnings ${arg_DEPENDS})
endfunction()
