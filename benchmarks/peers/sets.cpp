// Abseil's hash tables on the keys of a file. usage: sets FILE WIDTH texts|words|visits
//
// texts: an id for each distinct key, from 1 on, in a flat_hash_map whose keys are copies in an arena; one lookup for a
// key, found or new. words: keys of 8 bytes in a flat_hash_set. visits: the same in a flat_hash_map that counts how often each
// came and keeps its last agent. Prints {"seconds": s, "distinct": n, "checksum": n}, the checksum being the sum of all
// ids, or of the places at which a word was new; seconds are those this process computed.
#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct Answer {
    uint64_t distinct = 0, checksum = 0;
};

// Copies of texts that stay where they are.
class Arena {
    static constexpr size_t blockSize = 1 << 20;
    std::vector<std::unique_ptr<char[]>> blocks;
    size_t used = blockSize;

public:
    std::string_view copy(const char *text, size_t count) {
        if (used + count > blockSize) {
            blocks.emplace_back(new char[blockSize]);
            used = 0;
        }
        char *place = blocks.back().get() + used;
        memcpy(place, text, count);
        used += count;
        return {place, count};
    }
};

static Answer texts(const char *keys, size_t size, size_t width) {
    Answer answer;
    Arena arena;
    absl::flat_hash_map<std::string_view, uint32_t> ids;
    uint32_t last = 0;
    for (const char *key = keys; key < keys + size; key += width) {
        auto found = ids.lazy_emplace(std::string_view(key, width), [&](const auto &make) {
            make(arena.copy(key, width), ++last);
        });
        answer.checksum += found->second;
    }
    answer.distinct = ids.size();
    return answer;
}

static Answer words(const char *keys, size_t size) {
    Answer answer;
    absl::flat_hash_set<uint64_t> set;
    const uint64_t *word = reinterpret_cast<const uint64_t *>(keys);
    for (size_t i = 0; i < size / 8; i++)
        if (set.insert(word[i]).second) answer.checksum += i;
    answer.distinct = set.size();
    return answer;
}

struct Visits {
    uint32_t count = 0, agent = 0;
};

// `agent` is no constant, so that it is compared as that of a log would be.
static Answer visits(const char *keys, size_t size, uint32_t agent) {
    Answer answer;
    absl::flat_hash_map<uint64_t, Visits> map;
    const uint64_t *word = reinterpret_cast<const uint64_t *>(keys);
    for (size_t i = 0; i < size / 8; i++) {
        Visits &found = map[word[i]];
        found.count++;
        if (agent != 0 && found.agent != agent) {
            found.agent = agent;
            answer.checksum += i;
        }
    }
    answer.distinct = map.size();
    return answer;
}

// Seconds this process has computed.
static double computed() {
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    int file = argc == 4 ? open(argv[1], O_RDONLY) : -1;
    size_t size = file < 0 ? 0 : lseek(file, 0, SEEK_END), width = argc == 4 ? atoi(argv[2]) : 0;
    void *keys = size && width ? mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0) : MAP_FAILED;
    if (keys == MAP_FAILED) {
        fprintf(stderr, "usage: sets FILE WIDTH texts|words|visits\n");
        return 1;
    }
    double start = computed();
    const char *bytes = static_cast<const char *>(keys);
    std::string what = argv[3];
    Answer answer = what == "texts" ? texts(bytes, size, width)
        : what == "visits" ? visits(bytes, size, argc - 3)
                           : words(bytes, size);
    double seconds = computed() - start;
    printf("{\"seconds\": %.6f, \"distinct\": %llu, \"checksum\": %llu}\n", seconds,
           (unsigned long long)answer.distinct, (unsigned long long)answer.checksum);
}
