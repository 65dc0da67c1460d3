-- load.lua - what the load tool sends: wrk ... -s load.lua URL -- KIND FILE RUN
--
-- KIND is list, case or event; FILE a table made by `fill` (token, CSRF token, reference, version); RUN a word that no
-- other run has, for the idempotency keys. Requests go round through the whole file, so that no answer is the one before
-- it; for events the file holds many more cases than there are connections, so a case is free again when its turn comes.

local requests, count, at = {}, 0, 0
local cases, kind, run = {}, nil, nil
local tried = false

local function list_request(token)
	return wrk.format("GET", "/api/v1/worklist?view=needs-me", { Cookie = "__Host-parley=" .. token })
end

local function case_request(token, reference)
	return wrk.format("GET", "/api/v1/escalations/" .. reference, { Cookie = "__Host-parley=" .. token })
end

local function event_request(case)
	local key = string.format("%s-%d-%d", run, at, case.version)
	local body = string.format('{"action":"contact","version":%d,"fields":{"happened":"%s","contact_type":"telephone",'
		.. '"summary":"We went through the file together. We do not agree yet about the visit before discharge, and will '
		.. 'speak again after the ward round.","actions":"The ward sends the body map. I speak to the school."}}',
		case.version, case.happened)
	case.version = case.version + 1
	return wrk.format("POST", "/api/v1/escalations/" .. case.reference .. "/events", {
		Cookie = "__Host-parley=" .. case.token, ["X-CSRF-Token"] = case.csrf, ["Idempotency-Key"] = key,
		["Content-Type"] = "application/json",
	}, body)
end

function init(args)
	kind, run = args[1], args[3]
	local happened = os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - 60)
	for line in io.lines(args[2]) do
		local token, csrf, reference, version = line:match("^(%S+)\t(%S+)\t?(%S*)\t?(%S*)$")
		count = count + 1
		if kind == "event" then
			cases[count] = { token = token, csrf = csrf, reference = reference, version = tonumber(version), happened = happened }
		else
			requests[count] = kind == "list" and list_request(token) or case_request(token, reference)
		end
	end
end

function request()
	-- wrk asks once to see what comes, and sends nothing.
	if not tried then
		tried = true
		return wrk.format("GET", "/")
	end
	at = at % count + 1
	if kind == "event" then return event_request(cases[at]) end
	return requests[at]
end

function done(summary, latency)
	local errors = summary.errors
	io.write(string.format('RESULT {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"failed":%d,"broken":%d}\n',
		summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
		errors.connect + errors.read + errors.write + errors.timeout))
end
