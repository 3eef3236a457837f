// Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0
//
// Stands in for libnvrtc: "compiles" CUDA C by g++, with cuda_on_cpu.h, into a shared library. What it
// returns as the cubin are the bytes of that library, which driver_on_cpu.cpp loads.
//
// CUDA_ON_CPU is a macro with the folder of cuda_on_cpu.h.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

extern char** environ;

namespace {

struct Program {
  std::string source, log, binary;
};

const char* const PRELUDE = R"(
#include "cuda_on_cpu.h"
#line 1 "kernels.cu"
)";

std::string read(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

// Runs g++ with its messages in a file.
int compile(std::vector<std::string> options, std::string log) {
  std::vector<std::string> line = {"sh", "-c", "exec g++ \"$@\" 2>\"$0\"", log};
  line.insert(line.end(), options.begin(), options.end());
  std::vector<char*> arguments;
  for (std::string& word : line) arguments.push_back(&word[0]);
  arguments.push_back(nullptr);
  pid_t child;
  int status = -1;
  if (!posix_spawnp(&child, "sh", nullptr, nullptr, arguments.data(), environ)) waitpid(child, &status, 0);
  return status;
}

// The kernels: each name stands in the line behind its launch bounds.
std::string launchers(const std::string& source) {
  const std::string bounds = "__launch_bounds__(256)\n";
  // Those over rows may stand in a namespace: kernels are looked for in all of them.
  std::string lines = source.find("\nnamespace rows {") == std::string::npos ? "" : "using namespace rows;\n";
  for (size_t at = source.find(bounds); at != std::string::npos; at = source.find(bounds, at + 1)) {
    size_t name = at + bounds.size();
    lines += "RUN_ON_CPU(" + source.substr(name, source.find('(', name) - name) + ")\n";
  }
  return lines;
}

}  // namespace

extern "C" {

int nvrtcVersion(int* major, int* minor) {
  *major = 13;
  *minor = 0;
  return 0;
}

int nvrtcCreateProgram(Program** program, const char* source, const char*, int, const char* const*, const char* const*) {
  *program = new Program{source, "", ""};
  return 0;
}

int nvrtcCompileProgram(Program* program, int count, const char* const* options) {
  char folder[] = "/tmp/nvrtc-on-cpu-XXXXXX";
  if (!mkdtemp(folder)) return 1;
  const std::string base = folder;
  std::ofstream(base + "/kernels.cpp") << PRELUDE << program->source << launchers(program->source);
  std::vector<std::string> line = {"-std=c++17", "-O1", "-w", "-shared", "-fPIC", "-I" CUDA_ON_CPU,
                                   "-o", base + "/kernels.so", base + "/kernels.cpp"};
  bool architecture = false;
  for (int i = 0; i < count; i++) {
    std::string option = options[i];
    if (option.rfind("-D", 0) == 0) {
      line.push_back(option);
    } else if (option == "--fmad=false") {
      line.push_back("-ffp-contract=off");
    } else if (option == "--gpu-architecture=sm_90") {
      architecture = true;
    } else if (option != "--std=c++17") {
      program->log = "nvrtc_on_cpu: unknown option " + option;
      return 5;
    }
  }
  int status = compile(line, base + "/log");
  program->log = read(base + "/log");
  program->binary = read(base + "/kernels.so");
  for (const char* file : {"/kernels.cpp", "/kernels.so", "/log"}) unlink((base + file).c_str());
  rmdir(folder);
  return status == 0 && architecture ? 0 : 6;
}

int nvrtcDestroyProgram(Program** program) {
  delete *program;
  *program = nullptr;
  return 0;
}

int nvrtcGetProgramLogSize(Program* program, size_t* size) {
  *size = program->log.size() + 1;
  return 0;
}

int nvrtcGetProgramLog(Program* program, char* log) {
  strcpy(log, program->log.c_str());
  return 0;
}

int nvrtcGetCUBINSize(Program* program, size_t* size) {
  *size = program->binary.size();
  return 0;
}

int nvrtcGetCUBIN(Program* program, char* binary) {
  memcpy(binary, program->binary.data(), program->binary.size());
  return 0;
}

}  // extern "C"
