/** Names of the interface classes, their attributes and their methods (Blue Book, "The COSEM interface classes"), as far as meters here and elsewhere have them. */

export interface InterfaceClass {
	readonly name: string;
	/** Names of the attributes, from attribute 2 on. */
	readonly attributes: readonly string[];
	/** Names of the methods, from method 1 on. */
	readonly methods: readonly string[];
}

function of(name: string, attributes: string, methods = ''): InterfaceClass {
	const words = (text: string) => Object.freeze(text === '' ? [] : text.split(' '));
	return Object.freeze({ name, attributes: words(attributes), methods: words(methods) });
}

const INTERFACE_CLASSES: Readonly<Record<number, InterfaceClass>> = Object.freeze({
	1: of('Data', 'value'),
	3: of('Register', 'value scaler_unit', 'reset'),
	4: of('Extended register', 'value scaler_unit status capture_time', 'reset'),
	5: of(
		'Demand register',
		'current_average_value last_average_value scaler_unit status capture_time start_time_current period number_of_periods',
		'reset next_period',
	),
	6: of('Register activation', 'register_assignment mask_list active_mask', 'add_register add_mask delete_mask'),
	7: of('Profile generic', 'buffer capture_objects capture_period sort_method sort_object entries_in_use profile_entries', 'reset capture'),
	8: of(
		'Clock',
		'time time_zone status daylight_savings_begin daylight_savings_end daylight_savings_deviation daylight_savings_enabled clock_base',
		'adjust_to_quarter adjust_to_measuring_period adjust_to_minute adjust_to_preset_time preset_adjusting_time shift_time',
	),
	9: of('Script table', 'scripts', 'execute'),
	10: of('Schedule', 'entries', 'enable_disable insert delete'),
	11: of('Special days table', 'entries', 'insert delete'),
	15: of(
		'Association LN',
		'object_list associated_partners_id application_context_name xDLMS_context_info authentication_mechanism_name secret association_status security_setup_reference user_list current_user',
		'reply_to_HLS_authentication change_HLS_secret add_object remove_object add_user remove_user',
	),
	17: of('SAP assignment', 'SAP_assignment_list', 'connect_logical_device'),
	18: of(
		'Image transfer',
		'image_block_size image_transferred_blocks_status image_first_not_transferred_block_number image_transfer_enabled image_transfer_status image_to_activate_info',
		'image_transfer_initiate image_block_transfer image_verify image_activate',
	),
	19: of('IEC local port setup', 'default_mode default_baud prop_baud response_time device_addr pass_p1 pass_p2 pass_w5'),
	20: of(
		'Activity calendar',
		'calendar_name_active season_profile_active week_profile_table_active day_profile_table_active calendar_name_passive season_profile_passive week_profile_table_passive day_profile_table_passive activate_passive_calendar_time',
		'activate_passive_calendar',
	),
	21: of('Register monitor', 'thresholds monitored_value actions'),
	22: of('Single action schedule', 'executed_script type execution_time'),
	23: of(
		'IEC HDLC setup',
		'comm_speed window_size_transmit window_size_receive max_info_field_length_transmit max_info_field_length_receive inter_octet_time_out inactivity_time_out device_address',
	),
	30: of('COSEM data protection', 'protection_buffer protection_object_list protection_parameters_get protection_parameters_set required_protection'),
	40: of(
		'Push setup',
		'push_object_list send_destination_and_method communication_window randomisation_start_interval number_of_retries repetition_delay port_reference push_client_SAP push_protection_parameters push_operation_method confirmation_parameters last_confirmation_date_time',
		'push reset',
	),
	41: of('TCP-UDP setup', 'TCP_UDP_port IP_reference MSS nb_of_sim_conn inactivity_time_out'),
	42: of(
		'IPv4 setup',
		'DL_reference IP_address multicast_IP_address IP_options subnet_mask gateway_IP_address use_DHCP_flag primary_DNS_address secondary_DNS_address',
	),
	43: of('MAC address setup', 'MAC_address'),
	47: of('GSM diagnostic', 'operator status cs_attachment ps_status cell_info adjacent_cells capture_time'),
	48: of(
		'IPv6 setup',
		'DL_reference address_config_mode unicast_IPv6_addresses multicast_IPv6_addresses gateway_IPv6_addresses primary_DNS_address secondary_DNS_address traffic_class neighbor_discovery_setup',
		'add_IPv6_address remove_IPv6_address',
	),
	61: of('Register table', 'table_cell_values table_cell_definition scaler_unit', 'reset capture'),
	62: of('Compact data', 'compact_buffer capture_objects template_id template_description capture_method', 'reset capture'),
	63: of('Status mapping', 'status_word mapping_table'),
	64: of(
		'Security setup',
		'security_policy security_suite client_system_title server_system_title certificates',
		'security_activate key_transfer key_agreement generate_key_pair generate_certificate_request import_certificate export_certificate remove_certificate',
	),
	65: of('Parameter monitor', 'changed_parameter capture_time parameters parameter_list_name', 'add_parameter delete_parameter'),
	68: of('Arbitrator', 'actions permissions_table weightings_table most_recent_requests_table last_outcome', 'request_action reset'),
	70: of('Disconnect control', 'output_state control_state control_mode', 'remote_disconnect remote_reconnect'),
	71: of(
		'Limiter',
		'monitored_value threshold_active threshold_normal threshold_emergency min_over_threshold_duration min_under_threshold_duration emergency_profile emergency_profile_group_id_list emergency_profile_active actions',
	),
	72: of(
		'M-Bus client',
		'mbus_port_reference capture_definition capture_period primary_address identification_number manufacturer_id version device_type access_number status alarm configuration encryption_key_status',
		'slave_install slave_deinstall capture reset_alarm synchronize_clock data_send set_encryption_key transfer_key',
	),
	77: of(
		'M-Bus diagnostic',
		'received_signal_strength channel_id link_status broadcast_frames_counter transmissions_counter CRC_OK_frames_counter CRC_NOK_frames_counter capture_time',
		'reset',
	),
	90: of(
		'G3-PLC MAC layer counters',
		'mac_Tx_data_packet_count mac_Rx_data_packet_count mac_Tx_cmd_packet_count mac_Rx_cmd_packet_count mac_CSMA_fail_count mac_CSMA_no_ACK_count mac_bad_CRC_count mac_Tx_data_broadcast_count mac_Rx_data_broadcast_count',
		'reset',
	),
	91: of('G3-PLC MAC setup', ''),
	92: of('G3-PLC 6LoWPAN adaptation layer setup', ''),
	95: of('Wi-SUN setup', ''),
	96: of('Wi-SUN diagnostic', ''),
	97: of('RPL diagnostic', ''),
	98: of('MPL diagnostic', ''),
	111: of(
		'Account',
		'account_mode_and_status current_credit_in_use current_credit_status available_credit amount_to_clear clearance_threshold aggregated_debt credit_reference_list charge_reference_list credit_charge_configuration token_gateway_configuration account_activation_time account_closure_time currency low_credit_threshold next_credit_available_threshold max_provision max_provision_period',
		'activate_account close_account reset_account',
	),
	112: of(
		'Credit',
		'current_credit_amount credit_type priority warning_threshold limit credit_configuration credit_status preset_credit_amount credit_available_threshold period',
		'update_amount set_amount_to_value invoke_credit',
	),
	113: of(
		'Charge',
		'total_amount_paid charge_type priority unit_charge_active unit_charge_passive unit_charge_activation_time period charge_configuration last_collection_time last_collection_amount total_amount_remaining proportion',
		'update_unit_charge activate_passive_unit_charge collect update_total_amount_remaining set_total_amount_remaining',
	),
	115: of('Token gateway', 'token token_time token_description token_delivery_method token_status', 'enter'),
	122: of('Function control', 'activation_status function_list', 'set_function_status add_function remove_function'),
	124: of(
		'Communication port protection',
		'protection_mode allowed_failed_attempts initial_lockout_time steepness_factor max_lockout_time port_reference protection_status failed_attempts cumulative_failed_attempts',
		'reset',
	),
	151: of('LTE monitoring', ''),
});

export function className(classId: number): string {
	return INTERFACE_CLASSES[classId]?.name ?? `class ${classId}`;
}

export function attributeName(classId: number, attribute: number): string {
	if (attribute === 1) return 'logical_name';
	return INTERFACE_CLASSES[classId]?.attributes[attribute - 2] ?? `attribute ${attribute}`;
}

export function methodName(classId: number, method: number): string {
	return INTERFACE_CLASSES[classId]?.methods[method - 1] ?? `method ${method}`;
}
