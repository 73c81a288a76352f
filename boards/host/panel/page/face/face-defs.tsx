/** Gradients and shades of the face; their colours are those of the look. */
export function FaceDefs() {
	return (
		<defs>
			<linearGradient id="face-base" x1="0" y1="0" x2="1" y2="1">
				<stop class="base-light" offset="0" />
				<stop class="base-dark" offset="1" />
			</linearGradient>
			<linearGradient id="face-body" x1="0" y1="0" x2="0" y2="1">
				<stop class="body-light" offset="0" />
				<stop class="body-dark" offset="1" />
			</linearGradient>
			<linearGradient id="face-cover" x1="0" y1="0" x2="0" y2="1">
				<stop class="cover-light" offset="0" />
				<stop class="cover-dark" offset="1" />
			</linearGradient>
			<linearGradient id="face-glass" x1="0" y1="0" x2="0" y2="1">
				<stop class="glass-top" offset="0" />
				<stop class="glass-bottom" offset="1" />
			</linearGradient>
			<linearGradient id="face-metal" x1="0" y1="0" x2="1" y2="1">
				<stop offset="0" stop-color="#f2e3b8" />
				<stop offset="0.5" stop-color="#c9a24f" />
				<stop offset="1" stop-color="#8d6a26" />
			</linearGradient>
			<linearGradient id="face-lever" x1="0" y1="0" x2="0" y2="1">
				<stop offset="0" stop-color="#4b5158" />
				<stop offset="0.5" stop-color="#2b2f34" />
				<stop offset="1" stop-color="#191c1f" />
			</linearGradient>
			<radialGradient id="face-lamp">
				<stop offset="0" stop-color="#ffd9cf" />
				<stop offset="0.45" stop-color="#ff4b2e" />
				<stop offset="1" stop-color="#d91e05" />
			</radialGradient>
		</defs>
	);
}
