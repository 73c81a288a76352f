/**
 * A Wireshark dissector for APDUs of DLMS/COSEM, in Lua: the profile's file `cosem.lua`. What stands in comments of the packet as `clear APDU` is taken apart
 * beside what went over the line. It takes the wrapper at port 4059, too.
 */
import { ACCESS_RESULTS, APDUS, CLASSES } from './fields/cosem.js';

/** Wireshark's name of the protocol. */
export const COSEM = 'cosem';

/** Digits of a comment: an option of pcapng has 65,535 bytes at most. */
const COMMENT_DIGITS = 60_000;
const CLEAR = 'clear APDU: ';
/** Instead of it, on what could not be opened. */
export const NOT_OPENED = 'not opened';

/** The comments on a packet that tell what it is in the clear. */
export function clearComments(digits: string): string[] {
	const comments: string[] = [];
	for (let at = 0; at < digits.length; at += COMMENT_DIGITS) comments.push(CLEAR + digits.slice(at, at + COMMENT_DIGITS));
	return comments;
}

const table = (names: Readonly<Record<number, string>>): string =>
	Object.keys(names)
		.map((key) => `[${key}] = "${names[Number(key)]}"`)
		.join(', ');

export const COSEM_DISSECTOR = `-- DLMS/COSEM: APDUs (Green Book, COSEMpdu), and the wrapper of IEC 62056-47
local cosem = Proto("${COSEM}", "DLMS/COSEM")

local APDUS = { ${table(APDUS)} }
local RESULTS = { ${table(ACCESS_RESULTS)} }
local CLASSES = { ${table(CLASSES)} }
local YES_NO = { [0] = "no", [1] = "yes" }
-- Length of the value behind a tag of A-XDR; 0 and below have rules of their own.
local FIXED = { [0] = 0, [3] = 1, [5] = 4, [6] = 4, [7] = 4, [13] = 1, [15] = 1, [16] = 2, [17] = 1, [18] = 2, [20] = 8, [21] = 8, [22] = 1,
	[23] = 4, [24] = 8, [25] = 12, [26] = 5, [27] = 4 }
local TYPES = { [0] = "null-data", [1] = "array", [2] = "structure", [3] = "boolean", [4] = "bit-string", [5] = "double-long",
	[6] = "double-long-unsigned", [9] = "octet-string", [10] = "visible-string", [12] = "utf8-string", [13] = "bcd", [15] = "integer", [16] = "long",
	[17] = "unsigned", [18] = "long-unsigned", [20] = "long64", [21] = "long64-unsigned", [22] = "enum", [23] = "float32", [24] = "float64",
	[25] = "date-time", [26] = "date", [27] = "time" }
local SIGNED = { [5] = true, [15] = true, [16] = true }
local DEEPEST = 16

local f = {
	apdu = ProtoField.uint8("cosem.apdu", "APDU", base.HEX, APDUS),
	kind = ProtoField.uint8("cosem.kind", "Kind", base.DEC),
	invoke = ProtoField.uint8("cosem.invoke", "Invoke-Id-And-Priority", base.HEX),
	class = ProtoField.uint16("cosem.class", "Class", base.DEC, CLASSES),
	name = ProtoField.string("cosem.name", "Logical name"),
	member = ProtoField.int8("cosem.member", "Attribute or method", base.DEC),
	selector = ProtoField.uint8("cosem.selector", "Access selector", base.DEC),
	result = ProtoField.uint8("cosem.result", "Result", base.DEC, RESULTS),
	last = ProtoField.uint8("cosem.last", "Last block", base.DEC, YES_NO),
	block = ProtoField.uint32("cosem.block", "Block number", base.DEC),
	value = ProtoField.bytes("cosem.value", "Value"),
	number = ProtoField.double("cosem.number", "Number"),
	title = ProtoField.bytes("cosem.title", "System title"),
	control = ProtoField.uint8("cosem.control", "Security control", base.HEX),
	counter = ProtoField.uint32("cosem.counter", "Invocation counter", base.DEC),
	ciphered = ProtoField.bytes("cosem.ciphered", "Ciphered"),
	rest = ProtoField.bytes("cosem.rest", "Content"),
	clear = ProtoField.bytes("cosem.clear", "In the clear"),
	opened = ProtoField.bool("cosem.opened", "Opened"),
	source = ProtoField.uint16("cosem.source", "Source wPort", base.DEC),
	destination = ProtoField.uint16("cosem.destination", "Destination wPort", base.DEC),
}
cosem.fields = { f.apdu, f.kind, f.invoke, f.class, f.name, f.member, f.selector, f.result, f.last, f.block, f.value, f.number, f.title, f.control,
	f.counter, f.ciphered, f.rest, f.clear, f.opened, f.source, f.destination }
local malformed = ProtoExpert.new("cosem.malformed", "Malformed APDU", expert.group.MALFORMED, expert.severity.ERROR)
cosem.experts = { malformed }
local comments = Field.new("frame.comment")

-- A place in an APDU; taking more than there is ends it as malformed.
local Place = {}
Place.__index = Place
function Place:take(length)
	if self.at + length > self.tvb:len() then error({ short = true }) end
	local range = self.tvb(self.at, length)
	self.at = self.at + length
	return range
end
function Place:left() return self.tvb:len() - self.at end
function Place:size()
	local first = self:take(1):uint()
	if first < 0x80 then return first end
	if first < 0x81 or first > 0x84 then error({ short = true }) end
	return self:take(first - 0x80):uint()
end

local function add(tree, field, place, length)
	local range = place:take(length)
	tree:add(field, range)
	return range:uint()
end

-- Adds one value; returns a word for it.
local function value(tree, place, depth)
	if depth > DEEPEST then error({ short = true }) end
	local start = place.at
	local tag = place:take(1):uint()
	local kind = TYPES[tag]
	if tag == 1 or tag == 2 then
		local count = place:size()
		local top = tree:add(cosem, place.tvb(start, place.at - start), string.format("%s of %d", kind, count))
		for _ = 1, count do value(top, place, depth + 1) end
		top:set_len(place.at - start)
		return string.format("%s of %d", kind, count)
	end
	local length = FIXED[tag]
	if tag == 4 then length = math.floor((place:size() + 7) / 8) elseif tag == 9 or tag == 10 or tag == 12 then length = place:size() end
	if length == nil then error({ short = true }) end
	if length == 0 then
		tree:add(cosem, place.tvb(start, place.at - start), kind)
		return kind
	end
	local range = place:take(length)
	local word
	if tag == 10 or tag == 12 then word = range:string()
	elseif SIGNED[tag] then word = tostring(range:int())
	elseif tag ~= 4 and tag ~= 9 and tag < 23 and length <= 4 then word = tostring(range:uint())
	else word = tostring(range:bytes()) end
	local item = tree:add(f.value, range)
	item:set_text(string.format("%s: %s", kind, word))
	if SIGNED[tag] then item:add(f.number, range, range:int()) elseif tag ~= 4 and tag ~= 9 and tag < 23 and length <= 4 then item:add(f.number, range, range:uint()) end
	return word
end

local function target(tree, place, selects)
	local class = add(tree, f.class, place, 2)
	local octets = place:take(6)
	local parts = {}
	for i = 0, 5 do parts[#parts + 1] = octets(i, 1):uint() end
	local name = table.concat(parts, ".")
	tree:add(f.name, octets, name)
	local member = place:take(1)
	tree:add(f.member, member)
	if selects and place:take(1):uint() ~= 0 then
		add(tree, f.selector, place, 1)
		value(tree, place, 0)
	end
	return string.format("%d/%s:%d", class, name, member:int())
end

local function targets(tree, place, selects)
	local words = {}
	for _ = 1, place:size() do words[#words + 1] = target(tree, place, selects) end
	return table.concat(words, ", ")
end

local function values(tree, place)
	for _ = 1, place:size() do value(tree, place, 0) end
end

local function block(tree, place)
	local last = add(tree, f.last, place, 1)
	local number = add(tree, f.block, place, 4)
	tree:add(f.rest, place:take(place:size()))
	return string.format("block %d%s", number, last ~= 0 and ", the last" or "")
end

local function result(tree, place)
	local code = add(tree, f.result, place, 1)
	return RESULTS[code] or tostring(code)
end

-- Data, or why there is none.
local function data_result(tree, place)
	if place:take(1):uint() == 0 then return value(tree, place, 0) end
	return result(tree, place)
end

local function results(tree, place, one)
	local words = {}
	for _ = 1, place:size() do words[#words + 1] = one(tree, place) end
	return table.concat(words, ", ")
end

local function action_result(tree, place)
	local word = result(tree, place)
	if place:take(1):uint() ~= 0 then word = word .. " " .. data_result(tree, place) end
	return word
end

-- By APDU and kind: what stands behind the invoke id. Returns words for the list of packets.
local SERVICES = {
	[0xc0] = {
		function(t, p) return target(t, p, true) end,
		function(t, p) return "block " .. add(t, f.block, p, 4) end,
		function(t, p) return targets(t, p, true) end,
	},
	[0xc4] = {
		data_result,
		function(t, p)
			local last = add(t, f.last, p, 1)
			local number = add(t, f.block, p, 4)
			local word = string.format("block %d%s", number, last ~= 0 and ", the last" or "")
			if p:take(1):uint() ~= 0 then return word .. ": " .. result(t, p) end
			t:add(f.rest, p:take(p:size()))
			return word
		end,
		function(t, p) return results(t, p, data_result) end,
	},
	[0xc1] = {
		function(t, p) local w = target(t, p, true); return w .. " = " .. value(t, p, 0) end,
		function(t, p) local w = target(t, p, true); return w .. " " .. block(t, p) end,
		block,
		function(t, p) local w = targets(t, p, true); values(t, p); return w end,
		function(t, p) local w = targets(t, p, true); return w .. " " .. block(t, p) end,
	},
	[0xc5] = {
		result,
		function(t, p) return "block " .. add(t, f.block, p, 4) end,
		function(t, p) local w = result(t, p); return w .. " block " .. add(t, f.block, p, 4) end,
		function(t, p) local w = results(t, p, result); return w .. " block " .. add(t, f.block, p, 4) end,
		function(t, p) return results(t, p, result) end,
	},
	[0xc3] = {
		function(t, p) local w = target(t, p); if p:take(1):uint() ~= 0 then w = w .. " " .. value(t, p, 0) end; return w end,
		function(t, p) return "block " .. add(t, f.block, p, 4) end,
		function(t, p) local w = targets(t, p); values(t, p); return w end,
		function(t, p) local w = target(t, p); return w .. " " .. block(t, p) end,
		function(t, p) local w = targets(t, p); return w .. " " .. block(t, p) end,
		block,
	},
	[0xc7] = {
		action_result,
		block,
		function(t, p) return results(t, p, action_result) end,
		function(t, p) return "block " .. add(t, f.block, p, 4) end,
	},
}

local function is_ciphered(tag)
	return tag == 0x21 or tag == 0x28 or tag == 0x2e or (tag >= 0xc8 and tag <= 0xd7)
end

local function ciphered(tree, place)
	if place:size() ~= place:left() then error({ short = true }) end
	add(tree, f.control, place, 1)
	local counter = add(tree, f.counter, place, 4)
	tree:add(f.ciphered, place:take(place:left()))
	return "counter " .. counter
end

local function content(tag, tree, place)
	local kinds = SERVICES[tag]
	if kinds ~= nil then
		local kind = add(tree, f.kind, place, 1)
		add(tree, f.invoke, place, 1)
		if kinds[kind] == nil then error({ short = true }) end
		return kinds[kind](tree, place)
	end
	if is_ciphered(tag) then return ciphered(tree, place) end
	if tag == 0xdb or tag == 0xdc then
		tree:add(f.title, place:take(place:size()))
		return ciphered(tree, place)
	end
	if place:left() > 0 then tree:add(f.rest, place:take(place:left())) end
	return ""
end

-- Takes an APDU apart; returns words for it.
local function apdu(tvb, tree)
	local place = setmetatable({ tvb = tvb, at = 0 }, Place)
	local tag = tvb(0, 1):uint()
	local name = APDUS[tag] or string.format("APDU %02X", tag)
	tree:add(f.apdu, tvb(0, 1))
	place.at = 1
	local whole, word = pcall(content, tag, tree, place)
	if not whole then
		if type(word) ~= "table" then error(word) end
		tree:add_proto_expert_info(malformed)
		return name .. " (malformed)"
	end
	if place:left() > 0 then tree:add_proto_expert_info(malformed) end
	return word == "" and name or name .. " " .. word
end

-- The digits that comments of the packet tell; and whether they say that it was not opened.
local function told()
	local digits, closed = "", false
	for _, comment in ipairs({ comments() }) do
		digits = digits .. (string.match(tostring(comment.value), "^${CLEAR}(%x+)$") or "")
		closed = closed or tostring(comment.value) == "${NOT_OPENED}"
	end
	return digits, closed
end

function cosem.dissector(tvb, pinfo, tree)
	if tvb:len() == 0 then return 0 end
	pinfo.cols.protocol = "COSEM"
	local top = tree:add(cosem, tvb())
	local words = apdu(tvb, top)
	local digits, closed = told()
	if digits ~= "" then
		local clear = ByteArray.new(digits):tvb("In the clear")
		local beside = tree:add(cosem, clear(), "DLMS/COSEM, in the clear")
		beside:add(f.clear, clear()):set_text("In the clear: " .. clear:len() .. " bytes")
		words = apdu(clear, beside) .. "  [" .. words .. "]"
	elseif closed then
		top:add(f.opened, false)
		words = words .. "  [not opened]"
	end
	pinfo.cols.info = (pinfo.p2p_dir == 0 and "-> " or pinfo.p2p_dir == 1 and "<- " or "") .. words
	return tvb:len()
end

local HEADER = 8
local wrapper = Proto("cosem_wrapper", "DLMS/COSEM wrapper")

local function wrapped(tvb, pinfo, tree)
	local top = tree:add(wrapper, tvb(0, HEADER))
	top:add(f.source, tvb(2, 2))
	top:add(f.destination, tvb(4, 2))
	if tvb:len() > HEADER then cosem.dissector(tvb(HEADER):tvb(), pinfo, tree) end
	return tvb:len()
end

function wrapper.dissector(tvb, pinfo, tree)
	if tvb:len() < HEADER or tvb(0, 2):uint() ~= 1 then return 0 end
	dissect_tcp_pdus(tvb, tree, HEADER, function(part, _, at) return HEADER + part(at + 6, 2):uint() end, wrapped)
	return tvb:len()
end

DissectorTable.get("tcp.port"):add(4059, wrapper)
local datagrams = Proto("cosem_udp", "DLMS/COSEM wrapper over UDP")
function datagrams.dissector(tvb, pinfo, tree)
	if tvb:len() < HEADER or tvb(0, 2):uint() ~= 1 then return 0 end
	return wrapped(tvb, pinfo, tree)
end
DissectorTable.get("udp.port"):add(4059, datagrams)
`;
