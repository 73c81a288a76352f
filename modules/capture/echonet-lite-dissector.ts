/** A Wireshark dissector for ECHONET Lite over UDP port 3610, in Lua: the profile's file `plugins/echonet-lite.lua`. */
export const ECHONET_LITE_DISSECTOR = `-- ECHONET Lite, format 1 (ECHONET Lite Specification, Part 2, chapter 3)
local el = Proto("echonetlite", "ECHONET Lite")

local SERVICES = {
	[0x50] = "SetI_SNA", [0x51] = "SetC_SNA", [0x52] = "Get_SNA", [0x53] = "INF_SNA", [0x5e] = "SetGet_SNA",
	[0x60] = "SetI", [0x61] = "SetC", [0x62] = "Get", [0x63] = "INF_REQ", [0x6e] = "SetGet",
	[0x71] = "Set_Res", [0x72] = "Get_Res", [0x73] = "INF", [0x74] = "INFC", [0x7a] = "INFC_Res", [0x7e] = "SetGet_Res",
}
local TWO_LISTS = { [0x6e] = true, [0x7e] = true, [0x5e] = true }
local CLASSES = {
	[0x0ef0] = "node profile", [0x0288] = "low-voltage smart electric energy meter", [0x028a] = "high-voltage smart electric energy meter",
	[0x028d] = "smart electric energy sub-meter", [0x05ff] = "controller",
}
local COMMON = {
	[0x80] = "operation status", [0x81] = "installation location", [0x82] = "standard version", [0x83] = "identification number", [0x88] = "fault status",
	[0x8a] = "manufacturer code", [0x8d] = "production number", [0x97] = "current time", [0x98] = "current date",
	[0x9d] = "announcement property map", [0x9e] = "Set property map", [0x9f] = "Get property map",
}
local NODE = {
	[0x82] = "version", [0xd3] = "number of instances", [0xd4] = "number of classes", [0xd5] = "instance list notification",
	[0xd6] = "instance list S", [0xd7] = "class list S",
}
local METER = {
	[0xc0] = "Route B identification number", [0xd0] = "one-minute cumulative energy", [0xd3] = "coefficient", [0xd7] = "effective digits",
	[0xe0] = "cumulative energy, normal", [0xe1] = "unit of cumulative energy", [0xe2] = "history 1, normal", [0xe3] = "cumulative energy, reverse",
	[0xe4] = "history 1, reverse", [0xe5] = "day of history 1", [0xe7] = "instantaneous power", [0xe8] = "instantaneous currents",
	[0xea] = "fixed-time energy, normal", [0xeb] = "fixed-time energy, reverse", [0xec] = "history 2", [0xed] = "time of history 2",
	[0xee] = "history 3", [0xef] = "time of history 3",
}

local f = {
	ehd = ProtoField.uint16("echonetlite.ehd", "Header", base.HEX),
	tid = ProtoField.uint16("echonetlite.tid", "Transaction", base.HEX),
	seoj = ProtoField.uint24("echonetlite.seoj", "Source object", base.HEX),
	deoj = ProtoField.uint24("echonetlite.deoj", "Destination object", base.HEX),
	esv = ProtoField.uint8("echonetlite.esv", "Service", base.HEX, SERVICES),
	opc = ProtoField.uint8("echonetlite.opc", "Properties", base.DEC),
	epc = ProtoField.uint8("echonetlite.epc", "Property", base.HEX),
	pdc = ProtoField.uint8("echonetlite.pdc", "Data length", base.DEC),
	edt = ProtoField.bytes("echonetlite.edt", "Data"),
}
el.fields = { f.ehd, f.tid, f.seoj, f.deoj, f.esv, f.opc, f.epc, f.pdc, f.edt }
local malformed = ProtoExpert.new("echonetlite.malformed", "Malformed ECHONET Lite frame", expert.group.MALFORMED, expert.severity.ERROR)
el.experts = { malformed }

local function name_of(eoj, epc)
	local class = math.floor(eoj / 256)
	local own = class == 0x0288 and METER[epc] or class == 0x0ef0 and NODE[epc]
	return own or COMMON[epc] or "property"
end

local function value_of(eoj, epc, edt)
	if math.floor(eoj / 256) ~= 0x0288 then return "" end
	local n = edt:len()
	if (epc == 0xe0 or epc == 0xe3 or epc == 0xd3) and n == 4 then return string.format(" = %d", edt(0, 4):uint()) end
	if epc == 0xe7 and n == 4 then
		if edt(0, 4):uint() == 0x7ffffffe then return " = no data" end
		return string.format(" = %d W", edt(0, 4):int())
	end
	if epc == 0xe8 and n == 4 then
		local r, t = edt(0, 2):int(), edt(2, 2):int()
		if t == 0x7ffe then return string.format(" = %.1f A", r / 10) end
		return string.format(" = %.1f A, %.1f A", r / 10, t / 10)
	end
	if (epc == 0xea or epc == 0xeb) and n == 11 then
		return string.format(" = %d at %04d-%02d-%02d %02d:%02d:%02d", edt(7, 4):uint(), edt(0, 2):uint(), edt(2, 1):uint(), edt(3, 1):uint(),
			edt(4, 1):uint(), edt(5, 1):uint(), edt(6, 1):uint())
	end
	return ""
end

function el.dissector(buffer, pinfo, tree)
	if buffer:len() < 12 or buffer(0, 2):uint() ~= 0x1081 then return 0 end
	pinfo.cols.protocol = "ECHONET Lite"
	local top = tree:add(el, buffer())
	local seoj, deoj, esv = buffer(4, 3):uint(), buffer(7, 3):uint(), buffer(10, 1):uint()
	top:add(f.ehd, buffer(0, 2))
	top:add(f.tid, buffer(2, 2))
	top:add(f.seoj, buffer(4, 3)):append_text(" (" .. (CLASSES[math.floor(seoj / 256)] or "?") .. ")")
	top:add(f.deoj, buffer(7, 3)):append_text(" (" .. (CLASSES[math.floor(deoj / 256)] or "?") .. ")")
	top:add(f.esv, buffer(10, 1))
	local service = SERVICES[esv] or string.format("service 0x%02x", esv)
	local object = esv >= 0x60 and esv < 0x70 and deoj or seoj
	local at, info = 11, {}
	for _ = 1, TWO_LISTS[esv] and 2 or 1 do
		if at >= buffer:len() then top:add_proto_expert_info(malformed); return buffer:len() end
		local count = buffer(at, 1):uint()
		top:add(f.opc, buffer(at, 1))
		at = at + 1
		for _ = 1, count do
			local left = buffer:len() - at
			if left < 1 then top:add_proto_expert_info(malformed); return buffer:len() end
			local epc = buffer(at, 1):uint()
			local property = top:add(f.epc, buffer(at, 1))
			property:append_text(" " .. name_of(object, epc))
			if left < 2 then property:add_proto_expert_info(malformed); return buffer:len() end
			local pdc = buffer(at + 1, 1):uint()
			property:add(f.pdc, buffer(at + 1, 1))
			if left < 2 + pdc then property:add_proto_expert_info(malformed); return buffer:len() end
			local value = ""
			if pdc > 0 then
				property:add(f.edt, buffer(at + 2, pdc))
				value = value_of(object, epc, buffer(at + 2, pdc))
				property:append_text(value)
			end
			info[#info + 1] = string.format("%02X%s", epc, value)
			at = at + 2 + pdc
		end
	end
	if at ~= buffer:len() then top:add_proto_expert_info(malformed) end
	pinfo.cols.info = string.format("%s %06X > %06X: %s", service, seoj, deoj, table.concat(info, ", "))
	return buffer:len()
end

DissectorTable.get("udp.port"):add(3610, el)
`;
