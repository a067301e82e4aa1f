/// Maximum flow source -> users -> devices -> sink with unlimited middle arcs (Dinic's algorithm).
///
/// Source and sink are not nodes: what is left of a user's or device's cost is their arc. A middle arc has room
/// forward always, and backward as much as flows through it.
struct BipartiteFlow {
    /// Unused part of each user's and device's cost.
    private var userLeft: [Int64]
    private var deviceLeft: [Int64]
    /// Edges grouped by user; the edges of user `u` are `userStart[u]..<userStart[u + 1]`.
    private var userStart: [Int]
    private var edgeDevice: [Int32] = []
    private var edgeUser: [Int32] = []
    private var flow: [Int64]
    /// Edge numbers grouped by device.
    private var deviceStart: [Int]
    private var deviceEdges: [Int32]

    private var userLevel: [Int32]
    private var deviceLevel: [Int32]

    init(userCosts: [Int64], deviceCosts: [Int64], edges: [CoverGraph.Edge]) {
        userLeft = userCosts
        deviceLeft = deviceCosts
        let (users, devices) = (userCosts.count, deviceCosts.count)
        userStart = [Int](repeating: 0, count: users + 1)
        deviceStart = [Int](repeating: 0, count: devices + 1)
        for edge in edges {
            userStart[Int(edge.user) + 1] += 1
            deviceStart[Int(edge.device) + 1] += 1
        }
        for user in 0..<users { userStart[user + 1] += userStart[user] }
        for device in 0..<devices { deviceStart[device + 1] += deviceStart[device] }
        edgeDevice = [Int32](repeating: 0, count: edges.count)
        edgeUser = [Int32](repeating: 0, count: edges.count)
        var next = userStart
        for edge in edges {
            let place = next[Int(edge.user)]
            next[Int(edge.user)] += 1
            edgeDevice[place] = edge.device
            edgeUser[place] = edge.user
        }
        deviceEdges = [Int32](repeating: 0, count: edges.count)
        next = deviceStart
        for edge in edgeDevice.indices {
            let device = Int(edgeDevice[edge])
            deviceEdges[next[device]] = Int32(edge)
            next[device] += 1
        }
        flow = [Int64](repeating: 0, count: edges.count)
        userLevel = [Int32](repeating: -1, count: users)
        deviceLevel = [Int32](repeating: -1, count: devices)
    }

    /// Fills the network; returns the value of the maximum flow.
    mutating func maximise() -> Int64 {
        var value = fillDirectly()
        while let last = layer() {
            var userNext = userStart
            var deviceNext = deviceStart
            for user in userLeft.indices where userLevel[user] == 0 {
                while userLeft[user] > 0 {
                    let pushed = push(from: user, last: last, &userNext, &deviceNext)
                    if pushed == 0 { break }
                    value += pushed
                }
            }
        }
        return value
    }

    /// First pass without back arcs: most of the flow in graphs of people and devices.
    private mutating func fillDirectly() -> Int64 {
        var value: Int64 = 0
        for edge in flow.indices {
            let (user, device) = (Int(edgeUser[edge]), Int(edgeDevice[edge]))
            let amount = min(userLeft[user], deviceLeft[device])
            userLeft[user] -= amount
            deviceLeft[device] -= amount
            flow[edge] += amount
            value += amount
        }
        return value
    }

    /// Levels by breadth from the users with something left; the level of the nearest device with something left, nil
    /// where none can be reached.
    private mutating func layer() -> Int32? {
        for user in userLevel.indices { userLevel[user] = userLeft[user] > 0 ? 0 : -1 }
        for device in deviceLevel.indices { deviceLevel[device] = -1 }
        var users = userLeft.indices.filter { userLevel[$0] == 0 }
        var level: Int32 = 0
        while !users.isEmpty {
            var devices: [Int] = []
            var found = false
            level += 1
            for user in users {
                for edge in userStart[user]..<userStart[user + 1] where deviceLevel[Int(edgeDevice[edge])] < 0 {
                    let device = Int(edgeDevice[edge])
                    deviceLevel[device] = level
                    devices.append(device)
                    if deviceLeft[device] > 0 { found = true }
                }
            }
            if found { return level }
            users.removeAll(keepingCapacity: true)
            level += 1
            for device in devices {
                for place in deviceStart[device]..<deviceStart[device + 1] {
                    let edge = Int(deviceEdges[place])
                    let user = Int(edgeUser[edge])
                    if flow[edge] > 0, userLevel[user] < 0 {
                        userLevel[user] = level
                        users.append(user)
                    }
                }
            }
        }
        return nil
    }

    /// Pushes flow along one shortest path from `root`; 0 where there is none left in these levels.
    private mutating func push(
        from root: Int, last: Int32, _ userNext: inout [Int], _ deviceNext: inout [Int]
    ) -> Int64 {
        // Edges of the path: forward at even places, backward at odd ones.
        var path: [Int] = []
        var user = root
        while true {
            var device = -1
            while userNext[user] < userStart[user + 1] {
                let candidate = Int(edgeDevice[userNext[user]])
                if deviceLevel[candidate] == userLevel[user] + 1 {
                    device = candidate
                    break
                }
                userNext[user] += 1
            }
            if device < 0 {
                // A dead user: step back over the arc that led here, and on to the device's next arc.
                userLevel[user] = -1
                guard let back = path.popLast() else { return 0 }
                let dead = Int(edgeDevice[back])
                deviceNext[dead] += 1
                path.removeLast()
                device = dead
                user = userOfForwardArc(into: device, path: path, root: root)
            }
            path.append(userNext[user])
            if deviceLevel[device] == last {
                if deviceLeft[device] > 0 { return augment(path, root: root, device: device) }
            } else if let edge = nextBackArc(of: device, &deviceNext) {
                path.append(edge)
                user = Int(edgeUser[edge])
                continue
            }
            // A dead device: its arc is not tried again.
            deviceLevel[device] = -1
            path.removeLast()
            userNext[user] += 1
        }
    }

    /// The user whose forward arc leads to `device` on this path: the end of the path, or the root.
    private func userOfForwardArc(into device: Int, path: [Int], root: Int) -> Int {
        path.last.map { Int(edgeUser[$0]) } ?? root
    }

    private func nextBackArc(of device: Int, _ deviceNext: inout [Int]) -> Int? {
        while deviceNext[device] < deviceStart[device + 1] {
            let edge = Int(deviceEdges[deviceNext[device]])
            if flow[edge] > 0, userLevel[Int(edgeUser[edge])] == deviceLevel[device] + 1 { return edge }
            deviceNext[device] += 1
        }
        return nil
    }

    private mutating func augment(_ path: [Int], root: Int, device: Int) -> Int64 {
        var amount = min(userLeft[root], deviceLeft[device])
        for place in path.indices where place % 2 == 1 { amount = min(amount, flow[path[place]]) }
        userLeft[root] -= amount
        deviceLeft[device] -= amount
        for place in path.indices { flow[path[place]] += place % 2 == 0 ? amount : -amount }
        return amount
    }

    /// The minimum cut read from the nodes reachable from the user side in the residual graph (the same for every
    /// maximum flow): users that cannot be reached and devices that can. It is the cut with most users.
    func cut() -> (users: [Bool], devices: [Bool], tie: Bool) {
        let reached = reachable()
        let ends = reachingSink()
        var users = [Bool](repeating: false, count: userLeft.count)
        var devices = [Bool](repeating: false, count: deviceLeft.count)
        var tie = false
        for user in users.indices where userStart[user] < userStart[user + 1] {
            users[user] = !reached.users[user]
            if users[user] != ends.users[user] { tie = true }
        }
        for device in devices.indices where deviceStart[device] < deviceStart[device + 1] {
            devices[device] = reached.devices[device]
            if devices[device] == ends.devices[device] { tie = true }
        }
        return (users, devices, tie)
    }

    private func reachable() -> (users: [Bool], devices: [Bool]) {
        var users = userLeft.map { $0 > 0 }
        var devices = [Bool](repeating: false, count: deviceLeft.count)
        var queue = users.indices.filter { users[$0] }
        while let user = queue.popLast() {
            for edge in userStart[user]..<userStart[user + 1] where !devices[Int(edgeDevice[edge])] {
                let device = Int(edgeDevice[edge])
                devices[device] = true
                for place in deviceStart[device]..<deviceStart[device + 1] {
                    let back = Int(deviceEdges[place])
                    let next = Int(edgeUser[back])
                    if flow[back] > 0, !users[next] {
                        users[next] = true
                        queue.append(next)
                    }
                }
            }
        }
        return (users, devices)
    }

    /// Nodes from which something could still flow to the sink: the other end of the family of minimum cuts.
    private func reachingSink() -> (users: [Bool], devices: [Bool]) {
        var users = [Bool](repeating: false, count: userLeft.count)
        var devices = deviceLeft.map { $0 > 0 }
        var queue = devices.indices.filter { devices[$0] }
        while let device = queue.popLast() {
            for place in deviceStart[device]..<deviceStart[device + 1] {
                let user = Int(edgeUser[Int(deviceEdges[place])])
                if users[user] { continue }
                users[user] = true
                for edge in userStart[user]..<userStart[user + 1] where flow[edge] > 0 {
                    let next = Int(edgeDevice[edge])
                    if !devices[next] {
                        devices[next] = true
                        queue.append(next)
                    }
                }
            }
        }
        return (users, devices)
    }
}
