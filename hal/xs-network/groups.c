/* Multicast on Linux, for groups.ts. */
#include "xsmc.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* Its memberships last as long as the program. */
static int members = -1;

/* Joins on every interface that has an address of IPv4; a membership that is there already is one. */
void xs_keiki_join_group(xsMachine *the)
{
	struct ip_mreq request;
	struct ifaddrs *interfaces, *each;
	int joined = 0;

	if (!inet_aton(xsmcToString(xsArg(0)), &request.imr_multiaddr))
		xsRangeError("expected an IPv4 address");
	if (members < 0)
		members = socket(AF_INET, SOCK_DGRAM, 0);
	if (members < 0 || getifaddrs(&interfaces) != 0)
		xsUnknownError("no socket");
	for (each = interfaces; each; each = each->ifa_next) {
		if (!each->ifa_addr || each->ifa_addr->sa_family != AF_INET)
			continue;
		request.imr_interface = ((struct sockaddr_in *)each->ifa_addr)->sin_addr;
		if (setsockopt(members, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof(request)) == 0 || errno == EADDRINUSE)
			joined++;
	}
	freeifaddrs(interfaces);
	if (joined == 0)
		xsUnknownError("no interface joins the group");
}
