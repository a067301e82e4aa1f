// The cheapest mix of user and device licences as any book has it: Dinic's algorithm on the whole network, source to users
// to devices to sink. usage: dinic FILE (as `headcount-bench-licensing graph` writes it); one line of JSON.
#include <algorithm>
#include <array>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

struct Arc { int32_t to, back; int64_t room; };
static std::vector<int32_t> start, level, next_arc;
static std::vector<Arc> arcs;

static double now() {
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static bool layers(int source, int sink) {
    std::fill(level.begin(), level.end(), -1);
    std::vector<int32_t> queue{source};
    level[source] = 0;
    for (size_t at = 0; at < queue.size(); at++) {
        int node = queue[at];
        for (int a = start[node]; a < start[node + 1]; a++)
            if (arcs[a].room > 0 && level[arcs[a].to] < 0) {
                level[arcs[a].to] = level[node] + 1;
                queue.push_back(arcs[a].to);
            }
    }
    return level[sink] >= 0;
}

// One path after another, without recursion: paths may be as long as the graph.
static int64_t blocking(int source, int sink) {
    int64_t total = 0;
    std::vector<int32_t> path;
    int node = source;
    while (true) {
        if (node == sink) {
            int64_t amount = INT64_MAX;
            for (int a : path) amount = std::min(amount, arcs[a].room);
            size_t cut = path.size();
            for (size_t i = path.size(); i-- > 0;) {
                Arc &arc = arcs[path[i]];
                arc.room -= amount;
                arcs[arc.back].room += amount;
                if (arc.room == 0) cut = i;
            }
            total += amount;
            node = arcs[arcs[path[cut]].back].to;
            path.resize(cut);
            continue;
        }
        int &a = next_arc[node];
        while (a < start[node + 1] && !(arcs[a].room > 0 && level[arcs[a].to] == level[node] + 1)) a++;
        if (a < start[node + 1]) {
            path.push_back(a);
            node = arcs[a].to;
        } else {
            if (path.empty()) return total;
            level[node] = -1;
            int last = path.back();
            path.pop_back();
            node = arcs[arcs[last].back].to;
            next_arc[node]++;
        }
    }
}

int main(int count, char **values) {
    FILE *file = count == 2 ? fopen(values[1], "rb") : nullptr;
    int64_t sizes[3];
    if (!file || fread(sizes, 8, 3, file) != 3) { fprintf(stderr, "usage: dinic FILE\n"); return 2; }
    auto [users, devices, edges] = std::array<int64_t, 3>{sizes[0], sizes[1], sizes[2]};
    std::vector<int64_t> prices(users + devices);
    std::vector<int32_t> pairs(2 * edges);
    if (fread(prices.data(), 8, prices.size(), file) != prices.size()
        || fread(pairs.data(), 4, pairs.size(), file) != pairs.size()) { fprintf(stderr, "too short\n"); return 2; }
    double before = now();
    int nodes = users + devices + 2, source = nodes - 2, sink = nodes - 1;
    start.assign(nodes + 1, 0);
    auto each = [&](auto body) {
        for (int64_t user = 0; user < users; user++) body(source, user, prices[user]);
        for (int64_t device = 0; device < devices; device++) body(users + device, sink, prices[users + device]);
        for (int64_t edge = 0; edge < edges; edge++) body(pairs[2 * edge], users + pairs[2 * edge + 1], INT64_MAX / 4);
    };
    each([&](int from, int to, int64_t) { start[from + 1]++; start[to + 1]++; });
    for (int node = 0; node < nodes; node++) start[node + 1] += start[node];
    arcs.resize(start[nodes]);
    std::vector<int32_t> place(start.begin(), start.end() - 1);
    each([&](int from, int to, int64_t room) {
        int a = place[from]++, b = place[to]++;
        arcs[a] = {to, b, room};
        arcs[b] = {from, a, 0};
    });
    level.resize(nodes);
    int64_t flow = 0;
    while (layers(source, sink)) {
        next_arc.assign(start.begin(), start.end() - 1);
        flow += blocking(source, sink);
    }
    printf("{\"seconds\": %.6f, \"cost\": %lld}\n", now() - before, (long long)flow);
}
